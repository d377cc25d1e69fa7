import net from 'node:net';

/** Away from PostgreSQL's own 5432, and below the range that systems hand out for outgoing connections. */
const firstPort = 5433;
const lastPort = 5532;

/** A port on 127.0.0.1 that nothing listens on: the preferred one if it is free. */
export async function freePort(preferred: number | undefined): Promise<number> {
  if (preferred !== undefined && (await canListen(preferred))) return preferred;
  for (let port = firstPort; port <= lastPort; port += 1) {
    if (await canListen(port)) return port;
  }
  return anyPort();
}

export function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

export function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
