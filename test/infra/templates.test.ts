import { afterAll, describe, expect, it } from 'vitest';
import { synthesise } from '../../local/template/synthesise.ts';
import { readApp, type SynthesisedApp, synthesiseApps } from './synthesised-app.ts';
import { describeAccess } from './templates/access.ts';
import { describeCatalog } from './templates/catalog.ts';
import { describeEmulator } from './templates/emulator.ts';
import { describeBundles, describeFunctions } from './templates/functions.ts';
import { describeKeyUsers } from './templates/key-users.ts';
import { describeMachine } from './templates/machine.ts';
import { describeNeeds } from './templates/needs.ts';
import { describePermissions } from './templates/permissions.ts';
import { describeRemoval } from './templates/removal.ts';
import { describeStorage } from './templates/storage.ts';
import { describeWarehouse } from './templates/warehouse.ts';

// Each once, and every truth about the templates is told in this one file. Bundling takes its time: the functions of all
// environments are made of the same sources, so the bundles are those of the local target, which the commands' tests run too.
const made = (await synthesiseApps(['dev', 'prod', 'emulator'])) as [SynthesisedApp, SynthesisedApp, SynthesisedApp];
const [dev, prod, emulator] = made;
const local = readApp('local', await synthesise(() => undefined));
afterAll(() => {
  for (const app of made) app.remove();
});

for (const app of [dev, prod]) {
  describe(app.config.name, () => {
    describeStorage(app);
    describeCatalog(app);
    describeRemoval(app);
    describeKeyUsers(app);
    describeWarehouse(app);
    describeFunctions(app);
    describePermissions(app);
    describeAccess(app);
    describeMachine(app);
    describeNeeds(app);
  });
}
describeBundles(local, dev);
describeEmulator(emulator, dev);

describe('environments', () => {
  it('differ as they should: prod is protected and makes nothing up', () => {
    expect(prod.config).toMatchObject({ protectData: true, generator: false, schedule: true });
    expect(dev.config).toMatchObject({ protectData: false, generator: true });
    expect(JSON.stringify(prod.resources).includes('lambdas/generate')).toBe(false);
    expect(dev.config.account).not.toBe(prod.config.account);
  });

  it('consist of the same kinds of things, but for the generator, what empties buckets, and the catalog of an account of its own', () => {
    // The id of a function's version ends in a hash of the function.
    const kinds = (app: SynthesisedApp) =>
      app.resources.map(({ type, id }) => `${type} ${id.replace(/(Version\w{8})\w{32}$/, '$1')}`).sort();
    const onlyInDev = kinds(dev).filter((each) => !kinds(prod).includes(each));
    expect(kinds(prod).filter((each) => !kinds(dev).includes(each))).toEqual([
      'AWS::Glue::DataCatalogEncryptionSettings CatalogEncryption',
    ]);
    const isMeant = /(^Custom::S3AutoDeleteObjects| (CustomS3AutoDelete|EmptierLogs|Generate))/;
    expect(onlyInDev.filter((each) => !isMeant.test(each))).toEqual([]);
    expect(onlyInDev.length).toBeGreaterThan(0);
  });
});
