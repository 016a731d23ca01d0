import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callerOf, type RecordCall } from '../call-record.ts';
import { type Endpoint, startServer } from '../json-server.ts';

/** Alerts on a laptop: SNS Publish (query protocol) that writes each message to a file a person can open. */
export async function startSnsEndpoint(options: {
  folder: string;
  recordCall: RecordCall;
  /** How a message's places and commands read on this machine. */
  show?: (message: string) => string;
}): Promise<Endpoint> {
  mkdirSync(options.folder, { recursive: true });
  const { show = (message) => message } = options;
  return startServer(async (request, body) => {
    const form = new URLSearchParams(body);
    const action = form.get('Action') ?? '';
    const topic = form.get('TopicArn') ?? '';
    const isKnown = action === 'Publish';
    const principal = callerOf(request.headers.authorization);
    options.recordCall({ principal, action: `sns:${action}`, resource: topic, status: isKnown ? 200 : 501 });
    const type = 'text/xml';
    if (!isKnown) return { status: 501, type, body: error('NotImplemented', `the local target has no sns:${action}`) };
    const id = randomUUID();
    const sent = new Date().toISOString();
    const text = `${form.get('Subject') ?? ''}\nsent:   ${sent}\n${show(form.get('Message') ?? '')}\n`;
    writeFileSync(join(options.folder, `${sent.replaceAll(':', '-')}-${id.slice(0, 8)}.txt`), text);
    return {
      status: 200,
      type,
      body: `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></PublishResponse>`,
    };
  });
}

function error(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}
