/** What Hive escapes (`FileUtils.escapePathName`): control characters, DEL, and what means something in a path or a URL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const special = /[\x00-\x1f"#%'*/:=?\\{[\]^\x7f]/g;

/** A partition value as Hive, and so every reader of Hive paths, spells it: `ETH/USDT` is `ETH%2FUSDT`. */
export function escapePathValue(value: string): string {
  return value.replace(special, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
