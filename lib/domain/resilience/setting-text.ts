import { parseDuration } from '@/lib/domain/duration';
import type { SettingForm } from '@/lib/domain/resilience/setting';
import { err, ok, type Result } from '@/lib/domain/result';

type FormOf<Kind extends SettingForm['kind']> = Extract<SettingForm, { readonly kind: Kind }>;

/**
 * Reads what stands in an object as the text that a form shows.
 *
 * @returns Null when nothing is there. What the form cannot show is given as JSON, so that it is seen and
 *   refused when it is written again, and never silently replaced.
 */
export function readSetting(value: unknown, form: SettingForm): string | null {
  if (value === undefined || value === null) return null;
  switch (form.kind) {
    case 'duration':
      return durationText(value, form);
    case 'list':
      return Array.isArray(value) ? value.map(plain).join(', ') : partsOf(plain(value)).join(', ');
    case 'number':
    case 'flag':
    case 'choice':
    case 'moment':
      return plain(value);
  }
}

/**
 * Turns the text of a form into what the object shall hold.
 *
 * @returns The value, or a sentence that says why the text is none.
 */
export function writeSetting(text: string, form: SettingForm): Result<unknown, string> {
  const trimmed = text.trim();
  switch (form.kind) {
    case 'duration':
      return writeDuration(trimmed, form);
    case 'number':
      return writeNumber(trimmed, form);
    case 'flag':
      return trimmed === 'true' || trimmed === 'false'
        ? ok(trimmed === 'true')
        : err('true or false.');
    case 'choice':
      return form.options.includes(trimmed)
        ? ok(trimmed)
        : err(`One of ${form.options.join(', ')}.`);
    case 'moment':
      return writeMoment(trimmed);
    case 'list':
      return writeList(trimmed, form);
  }
}

/** The milliseconds of a duration that stands in an object; null when it is none. */
export function millisecondsOf(value: unknown, form: FormOf<'duration'>): number | null {
  const text = readSetting(value, form);
  const us = text === null ? null : parseDuration(text);
  return us === null ? null : us / 1000;
}

function durationText(value: unknown, { writes }: FormOf<'duration'>): string {
  if (writes === 'milliseconds') return typeof value === 'number' ? `${value}ms` : plain(value);
  if (writes === 'text' || typeof value !== 'object' || value === null) return plain(value);
  const parts = new Map<string, unknown>(Object.entries(value));
  const [amount, unit] = [parts.get('value'), parts.get('unit')];
  return typeof amount === 'number' && typeof unit === 'string' ? `${amount}${unit}` : plain(value);
}

function writeDuration(text: string, form: FormOf<'duration'>): Result<unknown, string> {
  const us = parseDuration(text);
  if (us === null) return err('A duration with its unit, such as 250ms, 1.5s or 2m.');
  const ms = us / 1000;
  if (ms < form.minMs) return err(`At least ${form.minMs} ms.`);
  if (!Number.isInteger(ms)) return err('Whole milliseconds.');
  if (form.writes === 'milliseconds') return ok(ms);
  if (form.writes === 'value-and-unit') {
    return ok(
      ms % 1000 === 0 && !text.endsWith('ms')
        ? { unit: 's', value: ms / 1000 }
        : { unit: 'ms', value: ms },
    );
  }
  if (form.pattern !== undefined && !new RegExp(`^(?:${form.pattern})$`).test(text)) {
    return err('This mesh takes whole numbers with h, m, s or ms only, such as 1500ms.');
  }
  return ok(text);
}

const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;

function writeNumber(text: string, form: FormOf<'number'>): Result<unknown, string> {
  const number = Number(text);
  if (!NUMBER.test(text) || !Number.isFinite(number)) return err('A number.');
  const failure = outOfBounds(number, form);
  if (failure !== null) return err(failure);
  return ok(form.writes === 'text' ? text : number);
}

function outOfBounds(number: number, { whole, min, max, least }: FormOf<'number'>): string | null {
  if (whole && !Number.isSafeInteger(number)) return 'A whole number.';
  if (number < min) return `At least ${min}.`;
  if (max !== null && number > max) return `At most ${max}.`;
  if (least !== undefined && number !== 0 && number < least) return `0, or at least ${least}.`;
  return null;
}

const RFC_3339 =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})$/;

function writeMoment(text: string): Result<unknown, string> {
  const isMoment = RFC_3339.test(text) && Number.isFinite(Date.parse(text));
  return isMoment ? ok(text) : err('A moment with its zone, such as 2026-03-02T18:30:00Z.');
}

function writeList(text: string, form: FormOf<'list'>): Result<unknown, string> {
  const items = partsOf(text).filter((item) => item !== '');
  if (items.length === 0) return err('At least one.');
  const { options } = form;
  const unknown = options === undefined ? undefined : items.find((item) => !options.includes(item));
  if (unknown !== undefined) return err(`${unknown} is none of ${options?.join(', ') ?? ''}.`);
  if (form.writes === 'commas') return ok(items.join(','));
  if (form.writes === 'texts') return ok(items);
  const codes = items.map(Number);
  return codes.every((code) => Number.isInteger(code) && code >= 100 && code <= 599)
    ? ok(codes)
    : err('HTTP status codes, 100 to 599.');
}

function partsOf(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
