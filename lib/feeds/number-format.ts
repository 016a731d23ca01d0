/** How numbers are written. What is left out is plain: digits, perhaps a point and decimals, a minus before those below nought. */
export type NumberFormat = {
  decimal?: '.' | ',';
  /** Mark between groups of three digits. A blank stands for no-break and thin blanks too, an apostrophe for the typographic one. */
  thousands?: '.' | ',' | ' ' | "'";
  /** How numbers from nought on are written, by the example of five: `5` unless said otherwise, `+5`, `5 DR`; several where a sender mixes them. */
  positive?: SignForm | readonly SignForm[];
  /** The same for numbers below nought: `-5` unless said otherwise (U+2212 is a minus too), `5-`, `(5)`, `5 CR`. */
  negative?: SignForm | readonly SignForm[];
};

export type SignForm = `${string}5${string}`;
