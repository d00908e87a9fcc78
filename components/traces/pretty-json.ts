/** A longer text is shown as it is: indenting it would hold up the page. */
const MAX_LENGTH = 100_000;

/** Indents a text that is a JSON object or array; null when it is not one. */
export function prettyJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text) || text.length > MAX_LENGTH) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}
