import type { SettingForm } from '@/lib/domain/resilience/setting';

/** A text that a form takes for a value. */
export function textFor(form: SettingForm): string {
  switch (form.kind) {
    case 'duration':
      return '1500ms';
    case 'flag':
      return 'true';
    case 'moment':
      return '2031-01-01T10:00:00Z';
    case 'number':
      // What begins at 200 is a status of HTTP.
      return form.min >= 200 ? '503' : String(Math.max(form.min, 1));
    case 'choice':
      return first(form.options);
    case 'list':
      return first(form.options ?? form.proposals);
  }
}

function first(words: readonly string[] = ['503']): string {
  return words[0] ?? '';
}
