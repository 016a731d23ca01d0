#!/usr/bin/env node
import { App, Tags } from 'aws-cdk-lib';
import { findEnvironment } from '../lib/config.ts';
import { addStacks } from '../lib/infra/add-stacks.ts';
import { featureFlags } from '../lib/infra/feature-flags.ts';

/** `cdk synth -c environment=dev|prod`; dev by default. Needs no credentials, look-ups or Docker. */
const app = new App({ analyticsReporting: false, postCliContext: featureFlags });
const environment = findEnvironment(app.node.tryGetContext('environment') ?? 'dev');
addStacks(app, environment);
Tags.of(app).add('product', 'paylake');
Tags.of(app).add('environment', environment.name);
