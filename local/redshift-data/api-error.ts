type ErrorType =
  | 'ValidationException'
  | 'ResourceNotFoundException'
  | 'ActiveStatementsExceededException'
  | 'InternalServerException'
  | 'UnknownOperationException'
  | 'SerializationException';

const statusOf: Record<ErrorType, number> = {
  ValidationException: 400,
  ResourceNotFoundException: 400,
  ActiveStatementsExceededException: 400,
  InternalServerException: 500,
  UnknownOperationException: 400,
  SerializationException: 400,
};

/** An error of the API itself, as opposed to one of a statement; `members` are further fields of its shape. */
export class ApiError extends Error {
  readonly type: ErrorType;
  readonly members: Record<string, string>;

  constructor(type: ErrorType, message: string, members: Record<string, string> = {}) {
    super(message);
    this.type = type;
    this.members = members;
  }

  get status(): number {
    return statusOf[this.type];
  }
}

export function validationError(message: string): ApiError {
  return new ApiError('ValidationException', message);
}

export function notFoundError(message: string, id: string): ApiError {
  return new ApiError('ResourceNotFoundException', message, { ResourceId: id });
}
