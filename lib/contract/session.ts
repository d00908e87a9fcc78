import { z } from 'zod';

/** Body of `POST /api/v1/session` (AUTH=token). `DELETE` signs out. */
export const signInSchema = z.strictObject({ token: z.string().min(1).max(16_384) });

export const sessionSchema = z.object({
  name: z.string(),
  expiresAt: z.number().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;
