import type { z } from 'zod';

export type QuerySchema = z.ZodObject<Record<string, z.ZodType>>;

/** What the document says of one method of one route. */
export interface Operation {
  readonly path: string;
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  readonly summary: string;
  readonly query?: QuerySchema;
  readonly body?: z.ZodType;
  /** Null: an answer without a body. */
  readonly answer: z.ZodType | null;
  /** Whether the answer has an ETag with which it can be asked for again. */
  readonly tagged?: boolean;
  /** Of an answer without a body; 204 where it is left out. */
  readonly emptyStatus?: '303';
  readonly mediaType?: string;
}
