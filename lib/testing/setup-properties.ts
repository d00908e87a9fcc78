import { configureGlobal } from 'fast-check';

// Every run tries the same values, so that a red run can be repeated. To try others: FC_SEED=2 npm run unit.
// eslint-disable-next-line no-restricted-properties -- a switch of the tests, not of the product
configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });
