/** A stream of numbers that is the same for the same seed: every id, token and shuffle of the simulator comes from one. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** What must be kept to go on from here. */
  get position(): number {
    return this.state;
  }

  set position(state: number) {
    this.state = state >>> 0;
  }

  /** 0 ≤ x < 2³² (the mulberry32 step). */
  private word(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** 0 ≤ x < 1, for chances only; never near an amount. */
  chance(): number {
    return this.word() / 2 ** 32;
  }

  /** A whole number 0 ≤ x < bound. */
  below(bound: number): number {
    return Math.floor(this.chance() * bound);
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.word().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  digits(length: number): string {
    let text = '';
    while (text.length < length) text += this.below(10);
    return text;
  }

  uuid(): string {
    const hex = this.hex(32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Fisher and Yates' shuffle, on a copy. */
  shuffled<T>(items: readonly T[]): T[] {
    const mixed = [...items];
    for (let at = mixed.length - 1; at > 0; at -= 1) {
      const other = this.below(at + 1);
      const held = mixed[at] as T; // Both places are within the list.
      mixed[at] = mixed[other] as T;
      mixed[other] = held;
    }
    return mixed;
  }
}
