/** A feed's name out of a file's: without date and ending, in a-z, 0-9 and dashes. */
export function toFeedName(file: string): string {
  const name = (file.split(/[/\\]/).at(-1) ?? '')
    .replace(/(\.[A-Za-z0-9]{1,7}){1,3}$/, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/\d{4}[-_.]?\d{2}([-_.]?\d{2})?|\d{6,}/g, ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-\d]+|-+$/g, '');
  return name.slice(0, 40).replace(/-$/, '') || 'new-feed';
}
