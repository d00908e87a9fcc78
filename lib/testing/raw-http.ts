import { connect } from 'node:net';

/** What came back for bytes that no client library would send. */
export interface RawAnswer {
  /** The HTTP status; 0 when the connection was closed without one. */
  readonly status: number;
  /** Everything that came, until the end of the first answer's head or of the connection. */
  readonly text: string;
  /** Whether the other side neither answered nor closed the connection. */
  readonly hangs: boolean;
}

/** Longer than any answer takes; only a server that never answers is waited for so long. */
const PATIENCE_MS = 3_000;

/** Sends bytes to a server of this machine as they are. */
export function sendRaw(port: number, bytes: string): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    const end = (hangs: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0), text, hangs });
    };
    const timer = setTimeout(() => {
      end(true);
    }, PATIENCE_MS);
    socket.setEncoding('latin1');
    socket.on('data', (part) => {
      text += String(part);
      if (text.includes('\r\n\r\n')) end(false);
    });
    socket.on('error', () => {
      end(false);
    });
    socket.on('close', () => {
      end(false);
    });
  });
}

/** A request as it goes over the wire: its first line, then its headers as given. */
export function rawRequest(line: string, headers: readonly string[]): string {
  return `${line}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`;
}
