/** The package ships no types of its own. */
declare module 'asl-validator' {
  type Options = { checkArn?: boolean; checkPaths?: boolean };
  type Fault = { Message: string; path?: string };
  const validate: (definition: object, options?: Options) => { isValid: boolean; errors: Fault[] };
  export = validate;
}
