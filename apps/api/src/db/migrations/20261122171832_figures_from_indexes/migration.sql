DROP INDEX "order_lines_order_id_idx";--> statement-breakpoint
CREATE INDEX "order_lines_order_id_idx" ON "order_lines" ("order_id","line_no","product_id","line_total");--> statement-breakpoint
DROP INDEX "order_lines_product_id_idx";--> statement-breakpoint
CREATE INDEX "order_lines_product_id_idx" ON "order_lines" ("product_id","order_id","line_total");