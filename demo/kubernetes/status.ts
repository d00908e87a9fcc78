import type { Json, JsonObject } from './json';
import { qualifiedName } from './kinds';
import type { ServedKind } from './served-kind';

export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** A refusal, worded as the Kubernetes API words it. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string | undefined;
  readonly details: JsonObject | undefined;

  constructor(code: number, reason: string | undefined, message: string, details?: JsonObject) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The Status object of the answer. */
  status(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }
}

function detailsOf(kind: ServedKind, name: string): JsonObject {
  return {
    name: name === '' ? undefined : name,
    group: kind.group === '' ? undefined : kind.group,
    kind: kind.plural,
  };
}

export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized', 'Unauthorized');
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function methodNotAllowed(): ApiError {
  const message = 'the server does not allow this method on the requested resource';
  return new ApiError(405, 'MethodNotAllowed', message, {});
}

export function forbidden(message: string, details: JsonObject): ApiError {
  return new ApiError(403, 'Forbidden', message, details);
}

export function forbiddenResource({
  user,
  verb,
  kind,
  namespace,
  name,
}: {
  readonly user: string;
  readonly verb: string;
  readonly kind: ServedKind;
  /** Empty for the whole cluster. */
  readonly namespace: string;
  readonly name: string;
}): ApiError {
  const subject = name === '' ? qualifiedName(kind) : `${qualifiedName(kind)} "${name}"`;
  const scope = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return forbidden(
    `${subject} is forbidden: User "${user}" cannot ${verb} resource "${kind.plural}" ` +
      `in API group "${kind.group}" ${scope}`,
    detailsOf(kind, name),
  );
}

export function notFound(kind: ServedKind, name: string): ApiError {
  const message = `${qualifiedName(kind)} "${name}" not found`;
  return new ApiError(404, 'NotFound', message, detailsOf(kind, name));
}

export function alreadyExists(kind: ServedKind, name: string): ApiError {
  const message = `${qualifiedName(kind)} "${name}" already exists`;
  return new ApiError(409, 'AlreadyExists', message, detailsOf(kind, name));
}

export function conflict(kind: ServedKind, name: string): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(kind)} "${name}": the object has been ` +
      'modified; please apply your changes to the latest version and try again',
    detailsOf(kind, name),
  );
}

/** A patch that does not fit the object, and a failed `test`, are told apart from nothing else. */
export function patchRefused(): ApiError {
  const message = 'the server rejected our request due to an error in our request';
  return new ApiError(422, 'Invalid', message, {});
}

export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  return new ApiError(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: ' +
      accepted.join(', '),
  );
}

export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

/** An object, named as `Kind.group "name"`, that breaks these rules. */
export function invalid(
  subject: { readonly label: string; readonly group: string; readonly kind: string },
  name: string,
  causes: readonly Cause[],
): ApiError {
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  const list = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  return new ApiError(422, 'Invalid', `${subject.label} "${name}" is invalid: ${list}`, {
    name: name === '' ? undefined : name,
    group: subject.group === '' ? undefined : subject.group,
    kind: subject.kind === '' ? undefined : subject.kind,
    causes: causes.map((cause): Json => ({ ...cause })),
  });
}

/** The object breaks the schema of its kind. */
export function invalidObject(kind: ServedKind, name: string, causes: readonly Cause[]): ApiError {
  const label = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  return invalid({ label, group: kind.group, kind: kind.kind }, name, causes);
}

export function resourceVersionMissing(kind: ServedKind, name: string): ApiError {
  const subject = { label: qualifiedName(kind), group: kind.group, kind: kind.plural };
  const message = 'Invalid value: 0: must be specified for an update';
  return invalid(subject, name, [
    { reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion' },
  ]);
}
