import { mutationOptions } from '@tanstack/react-query';
import { sendJson } from '@/lib/client/writes';
import { simulatedSchema, type SimulationInput } from '@/lib/contract/security';

/** Who would be cut off. Nothing is written. */
export const simulationOptions = mutationOptions({
  mutationFn: (input: SimulationInput) =>
    sendJson('POST', '/api/v1/security/simulate', input, simulatedSchema),
});
