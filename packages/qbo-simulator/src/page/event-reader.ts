/** Reads server-sent events in tests, one after the other. */
export interface LiveEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

export class EventReader {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly stop: AbortController;
  private readonly decoder = new TextDecoder();
  private text = '';

  private constructor(body: ReadableStream<Uint8Array>, stop: AbortController) {
    this.reader = body.getReader();
    this.stop = stop;
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
    const stop = new AbortController();
    const response = await fetch(`${url}/page/live`, { headers, signal: stop.signal });
    if (response.status !== 200 || response.body === null) throw new Error(`It answered ${response.status}`);
    return new EventReader(response.body, stop);
  }

  /** Undefined once the stream has ended, in whatever way. */
  async next(): Promise<LiveEvent | undefined> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end !== -1) {
        const block = this.text.slice(0, end);
        this.text = this.text.slice(end + 2);
        const read = parse(block);
        if (read !== undefined) return read;
        continue;
      }
      const chunk = await this.reader.read().catch(() => ({ done: true, value: undefined }));
      if (chunk.value === undefined) return undefined;
      this.text += this.decoder.decode(chunk.value, { stream: true });
    }
  }

  /** The next event of a kind; others are passed over. */
  async nextOf(event: string): Promise<LiveEvent> {
    for (;;) {
      const read = await this.next();
      if (read === undefined) throw new Error(`The stream ended before there was a ${event}`);
      if (read.event === event) return read;
    }
  }

  close(): void {
    this.stop.abort();
  }
}

function parse(block: string): LiveEvent | undefined {
  const fields = new Map(block.split('\n').map((line) => [line.split(': ')[0], line.replace(/^\w+: /, '')]));
  const event = fields.get('event');
  if (event === undefined) return undefined;
  return { event, id: fields.get('id'), data: JSON.parse(fields.get('data') ?? '{}') };
}
