import type { Identity } from '../access.ts';
import type { Catalog } from '../catalog.ts';
import { bool, formatType, int4, text, timestamp } from '../types.ts';
import { name, type View } from './system-view.ts';

/** The catalog views of masking policies; who is no superuser sees no rows. */
export const maskingViews: Record<string, View> = {
  svv_masking_policy: {
    columns: {
      policy_database: name,
      policy_name: name,
      input_columns: text,
      policy_expression: text,
      policy_modified_by: name,
      policy_modified_time: timestamp,
    },
    rows: (catalog, asking) =>
      visible(catalog, asking).policies.map(({ name: policy, inputs, using, modifiedBy, modifiedAt }) => [
        catalog.database,
        policy,
        JSON.stringify(inputs.map(({ name: colname, type }) => ({ colname, type: formatType(type) }))),
        using,
        modifiedBy,
        modifiedAt,
      ]),
  },
  svv_attached_masking_policy: {
    columns: {
      policy_name: name,
      schema_name: name,
      table_name: name,
      table_type: name,
      grantor: name,
      grantee: name,
      grantee_type: name,
      priority: int4,
      input_columns: text,
      output_columns: text,
      is_masking_datashare_on: bool,
    },
    rows: (catalog, asking) =>
      visible(catalog, asking).attachments.map((attachment) => {
        const [schema = null, table = null] = JSON.parse(attachment.relation) as string[];
        const [kind = '', grantee = kind] = attachment.grantee.split(/:(.*)/s);
        const { policy, grantor, priority, inputs, outputs } = attachment;
        const lists = [inputs, outputs].map((columns) => JSON.stringify(columns));
        return [policy, schema, table, 'table', grantor, grantee, kind, priority, ...lists, 'false'];
      }),
  },
};

function visible({ masking }: Catalog, asking: Identity | undefined) {
  if (!asking?.isSuperuser) return { policies: [], attachments: [] };
  return { policies: [...masking.policies.values()], attachments: masking.attachments };
}
