import { splitSchema, splitsSchema, type SplitDto } from '@/lib/contract/splits';
import type { Console } from './console';

/** A split of the demo shop with two weights. */
export async function weightedSplit({ get }: Console): Promise<SplitDto> {
  const { text } = await get('/api/v1/splits?namespaces=shop');
  const found = splitsSchema
    .parse(JSON.parse(text))
    .splits.find(
      ({ targets, writable }) =>
        writable.allowed && targets.length === 2 && targets.every(({ weight }) => weight !== null),
    );
  if (found === undefined) throw new Error('the demo has no such split');
  return found;
}

/** The split as the console reads it from the API server. */
export async function readSplit({ get }: Console, id: string): Promise<SplitDto> {
  const { text } = await get(`/api/v1/splits/${encodeURIComponent(id)}`);
  const read: unknown = JSON.parse(text);
  return splitSchema.parse(
    typeof read === 'object' && read !== null && 'split' in read ? read.split : read,
  );
}

/** Asks for weights, on the version of the object that was read. */
export function change({ send }: Console, split: SplitDto, first: number) {
  const targets = split.targets.map(({ host, subset, port }, index) => ({
    host,
    ...(subset === undefined ? {} : { subset }),
    ...(port === undefined ? {} : { port }),
    weight: index === 0 ? first : 100 - first,
  }));
  const { resourceVersion } = split.carrier;
  const path = `/api/v1/splits/${encodeURIComponent(split.id)}`;
  return send('PATCH', path, { resourceVersion, targets });
}

export const firstWeight = ({ targets }: SplitDto): number | null => targets[0]?.weight ?? null;
