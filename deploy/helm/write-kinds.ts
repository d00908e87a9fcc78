/** `npm run chart:kinds`: writes the kinds that the code reads into the chart, whose rights are made of them. */
import { writeFileSync } from 'node:fs';
import { kindsFile } from './kinds';

writeFileSync(new URL('./alidade/files/kinds.json', import.meta.url), kindsFile());
