import { stringsAt, type JsonObject } from './json';
import { badRequest } from './status';
import { nameOf, namespaceOf } from './store';

export type Selector = (object: JsonObject) => boolean;

type Requirement = (labels: Readonly<Record<string, string>>) => boolean;

const KEY = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const VALUE = '(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?';
const EQUALITY = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*(${VALUE})$`);
const MEMBERSHIP = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EXISTENCE = new RegExp(`^(!?)\\s*(${KEY})$`);

/** Reads a label selector as the Kubernetes API does. @throws ApiError 400 when it cannot be read. */
export function labelSelector(text: string): Selector {
  const requirements = splitOutsideParentheses(text).map(requirementOf);
  return (object) => {
    const labels = stringsAt(object, 'metadata', 'labels');
    return requirements.every((holds) => holds(labels));
  };
}

function splitOutsideParentheses(text: string): readonly string[] {
  if (text.trim() === '') return [];
  return text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

function requirementOf(text: string): Requirement {
  const requirement = equality(text) ?? membership(text) ?? existence(text);
  if (requirement === undefined) throw badRequest(`unable to parse requirement: found '${text}'`);
  return requirement;
}

function equality(text: string): Requirement | undefined {
  const [found, key = '', operator, value = ''] = EQUALITY.exec(text) ?? [];
  if (found === undefined) return undefined;
  return (labels) => (labels[key] === value) === (operator !== '!=');
}

function membership(text: string): Requirement | undefined {
  const [found, key = '', operator, list = ''] = MEMBERSHIP.exec(text) ?? [];
  if (found === undefined) return undefined;
  const values = new Set<string | undefined>(list.split(',').map((value) => value.trim()));
  return (labels) => values.has(labels[key]) === (operator === 'in');
}

function existence(text: string): Requirement | undefined {
  const [, not = '', key] = EXISTENCE.exec(text) ?? [];
  return key === undefined ? undefined : (labels) => Object.hasOwn(labels, key) === (not === '');
}

/** Reads a field selector on the two fields that every kind knows. @throws ApiError 400 for others. */
export function fieldSelector(text: string): Selector {
  const terms = splitOutsideParentheses(text).map((term) => {
    const [, field = '', operator = '', value = ''] = /^([^=!]+)(==|=|!=)(.*)$/.exec(term) ?? [];
    if (field !== 'metadata.name' && field !== 'metadata.namespace') {
      throw badRequest(`field label not supported: ${field === '' ? term : field}`);
    }
    const read = field === 'metadata.name' ? nameOf : namespaceOf;
    return (object: JsonObject) => (read(object) === value) === (operator !== '!=');
  });
  return (object) => terms.every((holds) => holds(object));
}
