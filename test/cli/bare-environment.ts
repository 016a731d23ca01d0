import { devNull } from 'node:os';

/** All that a command under test gets to see of this environment, so that nobody's AWS account is within reach. */
export const bareEnvironment: Record<string, string | undefined> = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
};
