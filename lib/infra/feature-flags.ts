/** CDK behaviour that is opt-in for old apps; in code, because the local target synthesises without the CLI's cdk.json. */
export const featureFlags = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/aws-lambda:recognizeVersionProps': true,
  '@aws-cdk/aws-lambda:recognizeLayerVersion': true,
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
  // A stack that others read from cannot drop what they read.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/customresources:installLatestAwsSdkDefault': false,
};
