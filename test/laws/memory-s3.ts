import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

type Stored = { bytes: Buffer; ETag: string };

/**
 * S3 in memory behind the client's own interface: what lib/lake asks for and no more, anything else throws. Two fifths of a
 * small run's time on the real endpoint is the SDK and HTTP; here histories are many and small.
 */
export class MemoryS3 extends S3Client {
  readonly buckets = new Map<string, Map<string, Stored>>();

  override async send(command: unknown): Promise<never> {
    return this.answer(command) as never;
  }

  private answer(command: unknown): object {
    if (command instanceof CreateBucketCommand) {
      this.buckets.set(command.input.Bucket ?? '', new Map());
      return {};
    }
    if (command instanceof GetObjectCommand) return readBody(this.need(command.input));
    if (command instanceof HeadObjectCommand) {
      const { bytes, ETag } = this.need(command.input);
      return { ContentLength: bytes.length, ETag };
    }
    if (command instanceof PutObjectCommand) return this.put(command.input);
    if (command instanceof DeleteObjectCommand) {
      const { Bucket, Key = '', IfMatch } = command.input;
      const held = this.bucket(Bucket).get(Key);
      if (IfMatch !== undefined && held?.ETag !== IfMatch) throw failed('PreconditionFailed');
      this.bucket(Bucket).delete(Key);
      return {};
    }
    if (command instanceof CopyObjectCommand) {
      const [Bucket = '', ...parts] = (command.input.CopySource ?? '').split('/').map(decodeURIComponent);
      const source = this.need({ Bucket, Key: parts.join('/') });
      this.bucket(command.input.Bucket).set(command.input.Key ?? '', source);
      return {};
    }
    if (command instanceof ListObjectsV2Command) return this.list(command.input);
    throw new Error(`not in memory: ${command?.constructor.name}`);
  }

  private put({ Bucket, Key = '', Body, IfMatch, IfNoneMatch }: PutObjectCommand['input']): object {
    const held = this.bucket(Bucket).get(Key);
    if (IfNoneMatch !== undefined && held) throw failed('PreconditionFailed');
    if (IfMatch !== undefined && held?.ETag !== IfMatch) throw failed(held ? 'PreconditionFailed' : 'NoSuchKey');
    if (typeof Body !== 'string' && !Buffer.isBuffer(Body)) throw new Error('a body that is neither text nor bytes');
    const bytes = Buffer.from(Body);
    const ETag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    this.bucket(Bucket).set(Key, { bytes, ETag });
    return { ETag };
  }

  private list({ Bucket, Prefix = '', Delimiter, ContinuationToken }: ListObjectsV2Command['input']): object {
    if (ContinuationToken) throw new Error('lists here have one page');
    const found = [...this.bucket(Bucket)]
      .filter(([key]) => key.startsWith(Prefix))
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const folderOf = (key: string): string | undefined => {
      const end = Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1;
      return end < 0 ? undefined : key.slice(0, end + 1);
    };
    const folders = new Set(found.flatMap(([key]) => folderOf(key) ?? []));
    const objects = found.filter(([key]) => folderOf(key) === undefined);
    return {
      Contents: objects.map(([Key, { bytes, ETag }]) => ({ Key, Size: bytes.length, ETag })),
      CommonPrefixes: [...folders].map((folder) => ({ Prefix: folder })),
    };
  }

  private bucket(name = ''): Map<string, Stored> {
    const bucket = this.buckets.get(name);
    if (!bucket) throw failed('NoSuchBucket');
    return bucket;
  }

  private need({ Bucket, Key = '' }: { Bucket?: string; Key?: string }): Stored {
    const stored = this.bucket(Bucket).get(Key);
    if (!stored) throw new NoSuchKey({ message: `no ${Key} in ${Bucket}`, $metadata: {} });
    return stored;
  }
}

function readBody({ bytes, ETag }: Stored): object {
  const Body = Object.assign(Readable.from([bytes]), { transformToString: async () => bytes.toString('utf8') });
  return { Body, ETag, ContentLength: bytes.length };
}

function failed(name: string): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'client', message: name, $metadata: {} });
}
