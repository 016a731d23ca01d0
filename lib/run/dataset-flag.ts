/** The dataset that a command takes where none is named. */
export const defaultDataset = 'transactions';

/** What a command needs to be about the dataset: "" for the default, else " --dataset NAME". */
export function datasetFlag(dataset: string): string {
  return dataset === defaultDataset ? '' : ` --dataset ${dataset}`;
}
