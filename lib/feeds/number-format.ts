/** How numbers are written. What is left out is plain: digits, perhaps a point and decimals, perhaps a minus before them. */
export type NumberFormat = {
  decimal?: '.' | ',';
  /** Mark between groups of three digits. A blank stands for no-break and thin blanks too, an apostrophe for the typographic one. */
  thousands?: '.' | ',' | ' ' | "'";
  /** How numbers below nought are written: `-5` (also with U+2212) unless said otherwise, `5-`, `(5)`; several where a sender mixes them. */
  negative?: NegativeForm | readonly NegativeForm[];
};

export type NegativeForm = '-5' | '5-' | '(5)';
