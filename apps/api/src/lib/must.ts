/** For what cannot be absent unless there is a defect: the message says which belief was wrong. */
export function must<T>(value: T | null | undefined, message: string): T {
  if (value === null || value === undefined) throw new Error(message);
  return value;
}
