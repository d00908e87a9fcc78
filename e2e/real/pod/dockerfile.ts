import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What an engine would know of the image, as its Dockerfile says. */
export interface ImageConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly healthcheck: readonly string[];
  /** Where the files of the image are. */
  readonly workdir: string;
  readonly labels: readonly string[];
}

const FILE = new URL('../../../deploy/image/Dockerfile', import.meta.url);
const words = z.array(z.string());

/** Reads the last stage of the Dockerfile, by the forms of instruction that it uses. */
export function readDockerfile(): ImageConfig {
  const lines = readFileSync(FILE, 'utf8').replaceAll('\\\n', ' ').split('\n');
  const last = lines.findLastIndex((line) => line.startsWith('FROM '));
  const stage = lines.slice(last + 1).filter((line) => /^[A-Z]+ /.test(line));
  const textOf = (name: string) =>
    stage.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  const listOf = (text: string) => words.parse(JSON.parse(text.slice(text.indexOf('['))));
  const pairs = [...textOf('ENV').matchAll(/(\w+)=(\S+)/g)];
  return {
    env: Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value])),
    user: textOf('USER'),
    entrypoint: listOf(textOf('ENTRYPOINT')),
    cmd: listOf(textOf('CMD')),
    healthcheck: listOf(textOf('HEALTHCHECK')),
    workdir: textOf('WORKDIR'),
    labels: [...textOf('LABEL').matchAll(/([\w.]+)="/g)].map(([, name = '']) => name),
  };
}
