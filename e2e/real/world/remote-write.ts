/** One series with its samples, in order of time. */
export interface WrittenSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** `[epoch milliseconds, value]`. */
  readonly samples: readonly (readonly [number, number])[];
}

/**
 * Sends samples to a Prometheus.
 * https://prometheus.io/docs/specs/prw/remote_write_spec/
 *
 * @throws Error when it refuses
 */
export async function remoteWrite(url: string, series: readonly WrittenSeries[]): Promise<void> {
  const message = Buffer.concat(series.map((one) => field(1, timeSeries(one))));
  const response = await fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    body: new Uint8Array(snappy(message)),
  });
  if (!response.ok) throw new Error(`remote write: ${response.status} ${await response.text()}`);
}

function timeSeries({ labels, samples }: WrittenSeries): Buffer {
  const names = Object.keys(labels).toSorted();
  return Buffer.concat([
    ...names.map((name) => field(1, Buffer.concat([text(1, name), text(2, labels[name] ?? '')]))),
    ...samples.map(([at, value]) => field(2, sample(at, value))),
  ]);
}

function sample(at: number, value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8((1 << 3) | 1, 0);
  bytes.writeDoubleLE(value, 1);
  return Buffer.concat([bytes, varint(2 << 3), varint(at)]);
}

/** A field of protobuf that has a length. https://protobuf.dev/programming-guides/encoding/ */
function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
}

function text(number: number, content: string): Buffer {
  return field(number, Buffer.from(content));
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  while (rest >= 128n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

/** So many bytes fit the two-byte length of a literal. */
const LITERAL_BYTES = 65_536;

/** Snappy's block format, without compressing. https://github.com/google/snappy/blob/main/format_description.txt */
function snappy(bytes: Buffer): Buffer {
  const parts: Buffer[] = [varint(bytes.length)];
  for (let at = 0; at < bytes.length; at += LITERAL_BYTES) {
    const literal = bytes.subarray(at, at + LITERAL_BYTES);
    const tag = Buffer.from([61 << 2, 0, 0]);
    tag.writeUInt16LE(literal.length - 1, 1);
    parts.push(tag, literal);
  }
  return Buffer.concat(parts);
}
