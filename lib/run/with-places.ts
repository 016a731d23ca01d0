/** The text with every `s3://` location as a person opens it on the target. */
export function withPlaces(text: string, locate: (uri: string) => string): string {
  return text.replace(/s3:\/\/[^\s;]+/g, locate);
}
