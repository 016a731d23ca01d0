import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Bucket } from '../../lake/objects.ts';
import type { Warehouse } from '../../stages/warehouse/warehouse.ts';

/** Who people are in the warehouse: a reader sees all of it, an analyst identifiers masked. */
export const peopleRoles = ['reader', 'analyst'] as const;
export type PeopleRole = (typeof peopleRoles)[number];

/** Where a command works: the same clients everywhere, other endpoints. */
export type Target = {
  name: string;
  bronze: Bucket;
  silver: Bucket;
  gold: Bucket;
  warehouse: Warehouse;
  /** The same warehouse, asked as one of the roles that people have. */
  warehouseAs(role: PeopleRole): Promise<Warehouse>;
  /** Whom COPY and UNLOAD work as, and the key UNLOAD writes under; undefined where an older version is deployed. */
  warehouseAccess: { copyRole: string; unloadRole: string; kmsKey: string } | undefined;
  states: SFNClient;
  machineArn: string;
  pollMilliseconds: number;
  /** What a person opens for an `s3://` location: a folder on the local target. */
  locate(uri: string): string;
  /** What a command needs to be asked again of the same target: "" or " --home DIR" or " --target NAME". */
  flags: string;
  /** Whether another process runs the endpoints: they go with it. */
  isGuest: boolean;
  /** Who works, as a record names them: the AWS identity's ARN, the user of this machine on the local target. */
  whoAmI(): Promise<string>;
  close(): Promise<void>;
};

/** `reads`: the command changes nothing; `wait`: it outlasts whoever is at work. */
export type TargetOptions = {
  target: string;
  home: string;
  reads?: boolean;
  wait: boolean;
  notice: (text: string) => void;
};
