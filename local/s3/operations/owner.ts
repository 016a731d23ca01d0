import { element, text } from '../wire/xml.ts';

/** The one owner of everything here, as `Owner` or `Initiator`. */
export function ownerElement(name: 'Owner' | 'Initiator'): string {
  return element(name, text('ID', 'paylake-local'), text('DisplayName', 'paylake-local'));
}
