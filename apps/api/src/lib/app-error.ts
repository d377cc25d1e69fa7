import { type ErrorCode, errorCodes } from '@pace/shared/error-codes';

/** One field that needs attention: `lines.3.quantity`. */
export interface FieldError {
  path: string;
  message: string;
}

/** An outcome the caller can act on; anything else thrown is a defect and answers 500. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(errorCodes[code][1], options);
    this.code = code;
    this.status = errorCodes[code][0];
    this.details = details;
  }
}

/** An outcome whose sentence belongs to one field. */
export function fieldOutcome(code: ErrorCode, path: string, options?: ErrorOptions): AppError {
  return new AppError(code, { errors: [{ path, message: errorCodes[code][1] }] }, options);
}

/** Refuses the input when there is anything to say about its fields. */
export function refuseFields(errors: FieldError[], code: ErrorCode = 'request.invalid'): void {
  if (errors.length > 0) throw new AppError(code, { errors });
}
