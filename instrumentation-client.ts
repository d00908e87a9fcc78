import { config } from 'zod';

// Before any schema is made: zod otherwise tries `new Function`, which the content security policy
// refuses, and every page would begin with a violation in the console.
config({ jitless: true });
