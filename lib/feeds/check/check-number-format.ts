import type { NumberFormat } from '../number-format.ts';

const thousandsMarks = ['.', ',', ' ', "'"];

/** What is wrong with a number format. */
export function checkNumberFormat({
  decimal = '.',
  thousands,
  positive = '5',
  negative = '-5',
}: NumberFormat): string[] {
  const forms = [...[positive].flat(), ...[negative].flat()];
  const twice = forms.filter((form, at) => forms.indexOf(form) < at);
  return [
    ...(decimal === '.' || decimal === ',' ? [] : [`decimal "${decimal}" is neither . nor ,`]),
    ...(thousands === undefined || thousandsMarks.includes(thousands)
      ? []
      : [`thousands "${thousands}" is none of . , blank '`]),
    ...(thousands === decimal ? [`decimal and thousands are both "${decimal}"`] : []),
    ...forms
      .filter((form) => !/^[^0-9]*5[^0-9]*$/.test(form))
      .map((form) => `a sign is shown by the example of 5, such as "-5" or "(5)": "${form}" is not`),
    ...twice.map((form) => `"${form}" is both positive and negative, or stands twice`),
  ];
}
