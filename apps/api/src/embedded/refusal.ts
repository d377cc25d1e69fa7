/** An outcome that the person at the terminal can act on: its message is printed alone, without a stack. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
