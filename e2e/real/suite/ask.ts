import { z } from 'zod';

const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]),
      }),
    ),
  }),
});

export interface PlainSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Asks a Prometheus without any code of the console. */
export async function askPrometheus(
  url: string,
  query: string,
  atSeconds: number,
): Promise<readonly PlainSample[]> {
  const parameters = new URLSearchParams({ query, time: String(atSeconds) });
  const response = await fetch(`${url}/api/v1/query?${parameters}`);
  const { data } = answerSchema.parse(await response.json());
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}
