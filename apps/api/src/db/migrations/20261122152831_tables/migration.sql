CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"name" text NOT NULL,
	"type" text NOT NULL,
	"email" text,
	"phone" text,
	"qbo_customer_id" text,
	"qbo_sync_token" text,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	"code" text CONSTRAINT "accounts_code_key" UNIQUE,
	"trades_both_ways" boolean DEFAULT false NOT NULL,
	"is_seller" boolean GENERATED ALWAYS AS ((type = 'seller' OR trades_both_ways)) STORED NOT NULL,
	"is_buyer" boolean GENERATED ALWAYS AS ((type = 'buyer' OR trades_both_ways)) STORED NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"name_key" text,
	"payment_terms_id" uuid,
	"owner_id" uuid,
	"notes" text,
	"created_by" uuid,
	"updated_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "accounts_type_check" CHECK ("type" IN ('seller', 'buyer')),
	CONSTRAINT "accounts_name_check" CHECK ("name" <> ''),
	CONSTRAINT "accounts_name_length" CHECK (char_length("name") <= 200),
	CONSTRAINT "accounts_notes_length" CHECK (char_length("notes") <= 4000)
);
--> statement-breakpoint
CREATE TABLE "addresses" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"line1" text,
	"line2" text,
	"city" text,
	"state" text,
	"postal_code" text,
	"country" text DEFAULT 'US' NOT NULL,
	"is_primary" boolean DEFAULT false NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "addresses_kind_check" CHECK ("kind" IN ('billing', 'shipping', 'warehouse', 'pickup')),
	CONSTRAINT "addresses_country_check" CHECK ("country" ~ '^[A-Z]{2}$')
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"title" text,
	"email" text,
	"phone" text,
	"is_primary" boolean DEFAULT false NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activities" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"entity_type" text NOT NULL,
	"entity_id" uuid NOT NULL,
	"actor_id" uuid,
	"source" text NOT NULL,
	"action" text NOT NULL,
	"changes" jsonb NOT NULL,
	"request_id" text,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "activities_source_check" CHECK ("source" IN ('api', 'system', 'sample'))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"user_id" uuid NOT NULL,
	"key" text NOT NULL,
	"route" text NOT NULL,
	"body_hash" text NOT NULL,
	"result" jsonb,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"key" text NOT NULL UNIQUE,
	"attempts" integer NOT NULL,
	"window_ends_at" timestamp NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_credentials" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"user_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"password" text,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp,
	"refresh_token_expires_at" timestamp,
	"scope" text,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"token" text NOT NULL UNIQUE,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"name" text NOT NULL,
	"email" text NOT NULL UNIQUE,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_verifications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "company" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"name" text DEFAULT 'My brokerage' NOT NULL,
	"time_zone" text DEFAULT 'America/Los_Angeles' NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"default_billing_mode" text DEFAULT 'goods' NOT NULL,
	"default_engaged_by" text DEFAULT 'seller' NOT NULL,
	"document_number_policy" text DEFAULT 'order_no' NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "company_currency_check" CHECK ("currency" = 'USD'),
	CONSTRAINT "company_default_billing_mode_check" CHECK ("default_billing_mode" IN ('goods', 'commission')),
	CONSTRAINT "company_default_engaged_by_check" CHECK ("default_engaged_by" IN ('seller', 'buyer', 'both')),
	CONSTRAINT "company_document_number_policy_check" CHECK ("document_number_policy" IN ('order_no', 'quickbooks')),
	CONSTRAINT "company_name_length" CHECK (char_length("name") <= 200)
);
--> statement-breakpoint
CREATE TABLE "payment_terms" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"name" text NOT NULL CONSTRAINT "payment_terms_name_key" UNIQUE,
	"days" integer NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "payment_terms_days_check" CHECK ("days" BETWEEN 0 AND 365),
	CONSTRAINT "payment_terms_name_length" CHECK (char_length("name") <= 200)
);
--> statement-breakpoint
CREATE TABLE "emails" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"to_address" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"sent_at" timestamp,
	"status" text,
	"error_message" text,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"cc" text,
	"bcc" text,
	"reply_to" text,
	"template_id" uuid,
	"entity_type" text,
	"entity_id" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"message_id" text,
	"created_by" uuid,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "emails_status_check" CHECK ("status" IN ('pending', 'sent', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"order_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"quantity" numeric(10,2),
	"unit_price" numeric(10,2),
	"line_total" numeric(12,2),
	"commission_rate" numeric(5,2),
	"commission_amount" numeric(12,2),
	"created_at" timestamp DEFAULT now() NOT NULL,
	"line_no" integer DEFAULT 1 NOT NULL,
	"description" text,
	"size" text,
	"package_type" text,
	"pack_size" numeric(12,4),
	"pack_unit" text,
	"actual_weight" numeric(16,4),
	"net_weight" numeric(22,6) GENERATED ALWAYS AS (coalesce(actual_weight, quantity * pack_size)) STORED,
	"price" numeric(18,6),
	"price_unit" text DEFAULT 'package' NOT NULL,
	"commission_basis" text DEFAULT 'percent' NOT NULL,
	"commission_price" numeric(18,6),
	"commission_unit" text,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "order_lines_pack_unit_check" CHECK ("pack_unit" IN ('lb', 'kg')),
	CONSTRAINT "order_lines_price_unit_check" CHECK ("price_unit" IN ('package', 'each', 'lb', 'cwt', 'ton', 'kg', 'tonne')),
	CONSTRAINT "order_lines_commission_basis_check" CHECK ("commission_basis" IN ('percent', 'flat', 'per_package', 'per_weight')),
	CONSTRAINT "order_lines_commission_unit_check" CHECK ("commission_unit" IN ('lb', 'cwt', 'ton', 'kg', 'tonne')),
	CONSTRAINT "order_lines_quantity_check" CHECK ("quantity" BETWEEN 0.01 AND 99999999.99),
	CONSTRAINT "order_lines_unit_price_range" CHECK ("unit_price" BETWEEN 0 AND 99999999.99),
	CONSTRAINT "order_lines_line_total_range" CHECK ("line_total" BETWEEN 0 AND 9999999999.99),
	CONSTRAINT "order_lines_commission_rate_range" CHECK ("commission_rate" BETWEEN 0 AND 100),
	CONSTRAINT "order_lines_commission_amount_range" CHECK ("commission_amount" BETWEEN 0 AND 9999999999.99),
	CONSTRAINT "order_lines_pack_size_check" CHECK ("pack_size" BETWEEN 0.0001 AND 99999999.9999),
	CONSTRAINT "order_lines_actual_weight_check" CHECK ("actual_weight" BETWEEN 0.0001 AND 999999999999.9999),
	CONSTRAINT "order_lines_price_check" CHECK ("price" BETWEEN 0 AND 999999999999.999999),
	CONSTRAINT "order_lines_commission_price_check" CHECK ("commission_price" BETWEEN 0 AND 999999999999.999999),
	CONSTRAINT "order_lines_commission_unit_needed_check" CHECK (("commission_basis" = 'per_weight') = ("commission_unit" IS NOT NULL)),
	CONSTRAINT "order_lines_line_no_check" CHECK ("line_no" >= 1),
	CONSTRAINT "order_lines_line_total_check" CHECK (line_total IS NOT DISTINCT FROM CASE
        WHEN price_unit IN ('package', 'each') THEN round(quantity * coalesce(price, unit_price), 2)
        ELSE round((net_weight * kg_per(pack_unit) * price)::numeric(70, 30) / kg_per(price_unit), 2) END),
	CONSTRAINT "order_lines_unit_price_check" CHECK (unit_price IS NOT DISTINCT FROM CASE
        WHEN price_unit IN ('package', 'each') THEN round(coalesce(price, unit_price), 2)
        ELSE round(line_total::numeric(32, 20) / quantity, 2) END),
	CONSTRAINT "order_lines_commission_rate_check" CHECK (commission_rate IS NOT DISTINCT FROM CASE
        WHEN commission_basis = 'percent' THEN round(coalesce(commission_price, commission_rate), 2) END),
	CONSTRAINT "order_lines_commission_amount_check" CHECK (commission_amount IS NOT DISTINCT FROM CASE commission_basis
        WHEN 'percent' THEN round(line_total * coalesce(commission_price, commission_rate) / 100, 2)
        WHEN 'flat' THEN round(commission_price, 2)
        WHEN 'per_package' THEN round(quantity * commission_price, 2)
        ELSE round((net_weight * kg_per(pack_unit) * commission_price)::numeric(70, 30) / kg_per(commission_unit), 2) END)
);
--> statement-breakpoint
CREATE TABLE "order_number_counters" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"period" text NOT NULL CONSTRAINT "order_number_counters_period_key" UNIQUE,
	"last_number" integer NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "order_number_counters_period_check" CHECK ("period" ~ '^[0-9]{4}$'),
	CONSTRAINT "order_number_counters_last_number_check" CHECK ("last_number" >= 1)
);
--> statement-breakpoint
CREATE TABLE "order_revisions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"order_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"reason" text,
	"snapshot" jsonb NOT NULL,
	"created_by" uuid,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "order_revisions_revision_check" CHECK ("revision" >= 1)
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"order_no" text NOT NULL UNIQUE,
	"seller_id" uuid,
	"buyer_id" uuid,
	"status" text NOT NULL,
	"total_amount" numeric(12,2),
	"qbo_doc_id" text,
	"qbo_doc_number" text,
	"qbo_doc_type" text,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	"order_date" date DEFAULT current_date NOT NULL,
	"ship_date" date,
	"delivery_date" date,
	"due_date" date,
	"po_number" text,
	"freight_term" text,
	"freight_place" text,
	"billing_mode" text DEFAULT 'goods' NOT NULL,
	"engaged_by" text DEFAULT 'seller' NOT NULL,
	"payment_terms_id" uuid,
	"salesperson_id" uuid,
	"commission_total" numeric(12,2),
	"notes" text,
	"memo" text,
	"revision" integer DEFAULT 0 NOT NULL,
	"confirmed_at" timestamp,
	"posted_at" timestamp,
	"paid_at" timestamp,
	"cancelled_at" timestamp,
	"created_by" uuid,
	"updated_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "orders_status_check" CHECK ("status" IN ('draft', 'confirmed', 'posted_to_qb', 'paid')),
	CONSTRAINT "orders_qbo_doc_type_check" CHECK ("qbo_doc_type" IN ('invoice', 'estimate')),
	CONSTRAINT "orders_freight_term_check" CHECK ("freight_term" IN ('fob', 'delivered')),
	CONSTRAINT "orders_billing_mode_check" CHECK ("billing_mode" IN ('goods', 'commission')),
	CONSTRAINT "orders_engaged_by_check" CHECK ("engaged_by" IN ('seller', 'buyer', 'both')),
	CONSTRAINT "orders_total_amount_check" CHECK ("total_amount" BETWEEN 0 AND 9999999999.99),
	CONSTRAINT "orders_commission_total_check" CHECK ("commission_total" BETWEEN 0 AND 9999999999.99),
	CONSTRAINT "orders_revision_check" CHECK ("revision" >= 0),
	CONSTRAINT "orders_notes_length" CHECK (char_length("notes") <= 4000),
	CONSTRAINT "orders_memo_length" CHECK (char_length("memo") <= 4000)
);
--> statement-breakpoint
CREATE TABLE "retired_order_numbers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"order_no" text NOT NULL CONSTRAINT "retired_order_numbers_order_no_key" UNIQUE,
	"retired_by" uuid,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"name" text NOT NULL,
	"description" text,
	"variety" text,
	"grade" text,
	"price" numeric(10,2),
	"unit" text,
	"qbo_item_id" text,
	"qbo_sync_token" text,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	"code" text CONSTRAINT "products_code_key" UNIQUE,
	"category" text,
	"pack_size" numeric(12,4),
	"pack_unit" text,
	"is_active" boolean DEFAULT true NOT NULL,
	"is_fresh_produce" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "products_name_check" CHECK ("name" <> ''),
	CONSTRAINT "products_name_length" CHECK (char_length("name") <= 200),
	CONSTRAINT "products_description_length" CHECK (char_length("description") <= 4000),
	CONSTRAINT "products_price_check" CHECK ("price" BETWEEN 0 AND 99999999.99),
	CONSTRAINT "products_pack_size_check" CHECK ("pack_size" BETWEEN 0.0001 AND 99999999.9999),
	CONSTRAINT "products_pack_unit_check" CHECK ("pack_unit" IN ('lb', 'kg'))
);
--> statement-breakpoint
CREATE TABLE "permissions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"module" text NOT NULL,
	"action" text NOT NULL,
	"description" text,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "permissions_module_action_key" UNIQUE("module","action"),
	CONSTRAINT "permissions_action_check" CHECK ("action" IN ('view', 'create', 'edit', 'delete', 'export'))
);
--> statement-breakpoint
CREATE TABLE "role_permissions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"role_id" uuid NOT NULL,
	"permission_id" uuid NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "role_permissions_role_id_permission_id_key" UNIQUE("role_id","permission_id")
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"name" text NOT NULL UNIQUE,
	"description" text,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	"is_system" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_roles" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"clerk_user_id" text NOT NULL,
	"role_id" uuid NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "user_roles_clerk_user_id_role_id_key" UNIQUE("clerk_user_id","role_id")
);
--> statement-breakpoint
CREATE TABLE "sync_maps" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"local_entity_type" text NOT NULL,
	"local_entity_id" uuid NOT NULL,
	"qbo_entity_type" text NOT NULL,
	"qbo_entity_id" text NOT NULL,
	"qbo_sync_token" text,
	"synced_at" timestamp DEFAULT now() NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"realm_id" text,
	"state" text DEFAULT 'linked' NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"base_snapshot" jsonb,
	"remote_updated_at" timestamp,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "sync_maps_local_entity_type_check" CHECK ("local_entity_type" IN ('account', 'product', 'order', 'estimate', 'payment', 'vendor', 'term')),
	CONSTRAINT "sync_maps_qbo_entity_type_check" CHECK ("qbo_entity_type" IN ('customer', 'item', 'invoice', 'estimate', 'payment', 'vendor', 'term')),
	CONSTRAINT "sync_maps_state_check" CHECK ("state" IN ('linked', 'unlinked'))
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"clerk_user_id" text NOT NULL UNIQUE,
	"email" text NOT NULL,
	"first_name" text,
	"last_name" text,
	"phone" text,
	"mfa_enabled" boolean DEFAULT false NOT NULL,
	"mfa_secret" text,
	"created_at" timestamp DEFAULT now() NOT NULL,
	"updated_at" timestamp DEFAULT now() NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"last_login_at" timestamp,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "accounts_name_idx" ON "accounts" ("name" COLLATE "und-x-icu","id");--> statement-breakpoint
CREATE INDEX "accounts_inactive_idx" ON "accounts" ("name" COLLATE "und-x-icu","id") WHERE NOT "is_active";--> statement-breakpoint
CREATE INDEX "accounts_created_at_idx" ON "accounts" ("created_at","id");--> statement-breakpoint
CREATE INDEX "accounts_code_idx" ON "accounts" (coalesce("code", ''),"id");--> statement-breakpoint
CREATE INDEX "accounts_name_key_idx" ON "accounts" ("name_key");--> statement-breakpoint
CREATE INDEX "accounts_payment_terms_id_idx" ON "accounts" ("payment_terms_id");--> statement-breakpoint
CREATE INDEX "accounts_owner_id_idx" ON "accounts" ("owner_id","name" COLLATE "und-x-icu","id");--> statement-breakpoint
CREATE INDEX "accounts_created_by_idx" ON "accounts" ("created_by");--> statement-breakpoint
CREATE INDEX "accounts_updated_by_idx" ON "accounts" ("updated_by");--> statement-breakpoint
CREATE INDEX "accounts_search_idx" ON "accounts" USING gin ("name" gin_trgm_ops,"code" gin_trgm_ops,"email" gin_trgm_ops,"phone" gin_trgm_ops,"name_key" gin_trgm_ops,regexp_replace("phone", '[^0-9]', '', 'g') gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "accounts_name_prefix_idx" ON "accounts" (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "accounts_code_prefix_idx" ON "accounts" (lower("code") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "accounts_email_prefix_idx" ON "accounts" (lower("email") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "accounts_phone_prefix_idx" ON "accounts" (lower("phone") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "addresses_account_id_idx" ON "addresses" ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "addresses_one_primary" ON "addresses" ("account_id","kind") WHERE "is_primary";--> statement-breakpoint
CREATE INDEX "addresses_search_idx" ON "addresses" USING gin ("city" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "addresses_city_prefix_idx" ON "addresses" (lower("city") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "contacts_account_id_idx" ON "contacts" ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_one_primary" ON "contacts" ("account_id") WHERE "is_primary";--> statement-breakpoint
CREATE INDEX "contacts_search_idx" ON "contacts" USING gin ("name" gin_trgm_ops,"email" gin_trgm_ops,"phone" gin_trgm_ops,regexp_replace("phone", '[^0-9]', '', 'g') gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "contacts_name_prefix_idx" ON "contacts" (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "contacts_email_prefix_idx" ON "contacts" (lower("email") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "contacts_phone_prefix_idx" ON "contacts" (lower("phone") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "activities_entity_idx" ON "activities" ("entity_type","entity_id","created_at","id");--> statement-breakpoint
CREATE INDEX "activities_actor_id_idx" ON "activities" ("actor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "idempotency_keys_user_id_key_key" ON "idempotency_keys" ("user_id","key");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" ("created_at");--> statement-breakpoint
CREATE INDEX "rate_limits_window_ends_at_idx" ON "rate_limits" ("window_ends_at");--> statement-breakpoint
CREATE INDEX "auth_credentials_user_id_idx" ON "auth_credentials" ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "auth_credentials_account_key" ON "auth_credentials" ("provider_id","account_id");--> statement-breakpoint
CREATE INDEX "auth_sessions_user_id_idx" ON "auth_sessions" ("user_id");--> statement-breakpoint
CREATE INDEX "auth_sessions_expires_at_idx" ON "auth_sessions" ("expires_at");--> statement-breakpoint
CREATE INDEX "auth_verifications_identifier_idx" ON "auth_verifications" ("identifier");--> statement-breakpoint
CREATE INDEX "auth_verifications_value_idx" ON "auth_verifications" ("value");--> statement-breakpoint
CREATE UNIQUE INDEX "company_only_one_row" ON "company" ((true));--> statement-breakpoint
CREATE INDEX "payment_terms_days_idx" ON "payment_terms" ("days","id");--> statement-breakpoint
CREATE INDEX "emails_entity_idx" ON "emails" ("entity_type","entity_id","created_at");--> statement-breakpoint
CREATE INDEX "emails_created_by_idx" ON "emails" ("created_by");--> statement-breakpoint
CREATE INDEX "order_lines_order_id_idx" ON "order_lines" ("order_id","line_no");--> statement-breakpoint
CREATE INDEX "order_lines_product_id_idx" ON "order_lines" ("product_id","order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "order_revisions_order_id_revision_key" ON "order_revisions" ("order_id","revision");--> statement-breakpoint
CREATE INDEX "order_revisions_created_by_idx" ON "order_revisions" ("created_by");--> statement-breakpoint
CREATE INDEX "orders_created_at_idx" ON "orders" ("created_at","id");--> statement-breakpoint
CREATE INDEX "orders_order_date_idx" ON "orders" ("order_date","id");--> statement-breakpoint
CREATE INDEX "orders_total_amount_idx" ON "orders" (coalesce("total_amount", 0),"id");--> statement-breakpoint
CREATE INDEX "orders_seller_id_idx" ON "orders" ("seller_id","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_buyer_id_idx" ON "orders" ("buyer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_status_idx" ON "orders" ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_salesperson_id_idx" ON "orders" ("salesperson_id","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_totals_idx" ON "orders" ("status","total_amount","commission_total");--> statement-breakpoint
CREATE INDEX "orders_cancelled_idx" ON "orders" ("created_at","id") WHERE "cancelled_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "orders_payment_terms_id_idx" ON "orders" ("payment_terms_id");--> statement-breakpoint
CREATE INDEX "orders_created_by_idx" ON "orders" ("created_by");--> statement-breakpoint
CREATE INDEX "orders_updated_by_idx" ON "orders" ("updated_by");--> statement-breakpoint
CREATE INDEX "orders_search_idx" ON "orders" USING gin ("order_no" gin_trgm_ops,"po_number" gin_trgm_ops,"qbo_doc_number" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "orders_order_no_prefix_idx" ON "orders" (lower("order_no") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_po_number_prefix_idx" ON "orders" (lower("po_number") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_qbo_doc_number_prefix_idx" ON "orders" (lower("qbo_doc_number") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "retired_order_numbers_retired_by_idx" ON "retired_order_numbers" ("retired_by");--> statement-breakpoint
CREATE INDEX "products_name_idx" ON "products" ("name" COLLATE "und-x-icu","id");--> statement-breakpoint
CREATE INDEX "products_created_at_idx" ON "products" ("created_at","id");--> statement-breakpoint
CREATE INDEX "products_code_idx" ON "products" (coalesce("code", ''),"id");--> statement-breakpoint
CREATE INDEX "products_category_idx" ON "products" ("category","name" COLLATE "und-x-icu","id");--> statement-breakpoint
CREATE INDEX "products_search_idx" ON "products" USING gin ("name" gin_trgm_ops,"variety" gin_trgm_ops,"grade" gin_trgm_ops,"code" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "products_name_prefix_idx" ON "products" (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "products_variety_prefix_idx" ON "products" (lower("variety") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "products_grade_prefix_idx" ON "products" (lower("grade") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "products_code_prefix_idx" ON "products" (lower("code") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "role_permissions_permission_id_idx" ON "role_permissions" ("permission_id");--> statement-breakpoint
CREATE INDEX "user_roles_role_id_idx" ON "user_roles" ("role_id");--> statement-breakpoint
CREATE INDEX "sync_maps_local_idx" ON "sync_maps" ("local_entity_type","local_entity_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" (lower("email"));--> statement-breakpoint
CREATE INDEX "users_created_at_idx" ON "users" ("created_at","id");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_payment_terms_id_payment_terms_id_fkey" FOREIGN KEY ("payment_terms_id") REFERENCES "payment_terms"("id");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_owner_id_users_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_created_by_users_id_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_updated_by_users_id_fkey" FOREIGN KEY ("updated_by") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_account_id_accounts_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_account_id_accounts_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_actor_id_users_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_users_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "auth_credentials" ADD CONSTRAINT "auth_credentials_user_id_auth_users_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_users"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "auth_sessions" ADD CONSTRAINT "auth_sessions_user_id_auth_users_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_users"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_created_by_users_id_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_orders_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_product_id_products_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id");--> statement-breakpoint
ALTER TABLE "order_revisions" ADD CONSTRAINT "order_revisions_order_id_orders_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id");--> statement-breakpoint
ALTER TABLE "order_revisions" ADD CONSTRAINT "order_revisions_created_by_users_id_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_seller_id_accounts_id_fkey" FOREIGN KEY ("seller_id") REFERENCES "accounts"("id");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_buyer_id_accounts_id_fkey" FOREIGN KEY ("buyer_id") REFERENCES "accounts"("id");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_payment_terms_id_payment_terms_id_fkey" FOREIGN KEY ("payment_terms_id") REFERENCES "payment_terms"("id");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_salesperson_id_users_id_fkey" FOREIGN KEY ("salesperson_id") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_created_by_users_id_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_updated_by_users_id_fkey" FOREIGN KEY ("updated_by") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "retired_order_numbers" ADD CONSTRAINT "retired_order_numbers_retired_by_users_id_fkey" FOREIGN KEY ("retired_by") REFERENCES "users"("id");--> statement-breakpoint
ALTER TABLE "role_permissions" ADD CONSTRAINT "role_permissions_role_id_roles_id_fkey" FOREIGN KEY ("role_id") REFERENCES "roles"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "role_permissions" ADD CONSTRAINT "role_permissions_permission_id_permissions_id_fkey" FOREIGN KEY ("permission_id") REFERENCES "permissions"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_role_id_roles_id_fkey" FOREIGN KEY ("role_id") REFERENCES "roles"("id") ON DELETE CASCADE;