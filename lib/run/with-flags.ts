/** The text with the options in every command it names, so that a command that is copied works on the same target; not twice. */
export function withFlags(text: string, flags: string): string {
  return text.replace(
    /npx paylake (?:(?:quarantine|held|feed|rules) )?[a-z]+/g,
    // A function: in a plain text `$` would mean something.
    (command, at: number) => (text.startsWith(flags, at + command.length) ? command : command + flags),
  );
}

/** The text with every `s3://` location as a person opens it on the target. */
export function withPlaces(text: string, locate: (uri: string) => string): string {
  return text.replace(/s3:\/\/[^\s;]+/g, locate);
}
