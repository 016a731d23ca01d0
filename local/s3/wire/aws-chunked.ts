import { S3Error } from '../s3-error.ts';

/** A decoder of the `aws-chunked` framing; chunk signatures are skipped, not verified. */
export type ChunkDecoder = {
  /** The payload bytes inside the next bytes of the body. */
  push(bytes: Buffer): Buffer[];
  /** The trailers, names in lower case; 400 when the body stopped before its end. */
  finish(): Map<string, string>;
};

// Source: AWS answers InvalidChunkSizeError below this for every chunk but the last.
const minChunkBytes = 8192;
const maxLineBytes = 16 * 1024;

type State = 'size' | 'data' | 'after-data' | 'trailer' | 'done';

/** Starts decoding one body: `<hex size>[;extension] CRLF data CRLF ... 0 CRLF [name:value CRLF]* CRLF`. */
export function createAwsChunkedDecoder(): ChunkDecoder {
  const trailers = new Map<string, string>();
  let state: State = 'size';
  let line = '';
  let left = 0;
  let chunk = 0;
  let previousSize = minChunkBytes;

  function takeLine(content: string): void {
    if (state === 'size') startChunk(content);
    else if (state === 'after-data') {
      if (content !== '') throw malformed('a chunk is longer than its size says');
      state = 'size';
    } else if (state === 'trailer') takeTrailer(content);
    else throw malformed('bytes follow the end of the body');
  }

  function startChunk(content: string): void {
    const size = /^([0-9a-fA-F]{1,12})(?:;.*)?$/.exec(content)?.[1];
    if (size === undefined) throw malformed('a chunk does not begin with its size in hexadecimal');
    left = Number.parseInt(size, 16);
    if (left > 0 && previousSize < minChunkBytes) {
      throw new S3Error('InvalidChunkSizeError', 'Only the last chunk is allowed to have a size less than 8192 bytes', {
        Chunk: String(chunk),
        BadChunkSize: String(previousSize),
      });
    }
    chunk += 1;
    previousSize = left;
    state = left === 0 ? 'trailer' : 'data';
  }

  function takeTrailer(content: string): void {
    if (content === '') {
      state = 'done';
      return;
    }
    const colon = content.indexOf(':');
    if (colon < 1) throw new S3Error('MalformedTrailerError', 'A trailer of the aws-chunked body is not `name:value`.');
    trailers.set(content.slice(0, colon).trim().toLowerCase(), content.slice(colon + 1).trim());
  }

  return {
    push(bytes) {
      const data: Buffer[] = [];
      let at = 0;
      while (at < bytes.length) {
        if (state === 'data') {
          const piece = bytes.subarray(at, at + left);
          data.push(piece);
          at += piece.length;
          left -= piece.length;
          if (left === 0) state = 'after-data';
          continue;
        }
        const lineFeed = bytes.indexOf(0x0a, at);
        const end = lineFeed < 0 ? bytes.length : lineFeed + 1;
        line += bytes.toString('latin1', at, end);
        at = end;
        if (line.length > maxLineBytes) throw malformed('a chunk header or trailer is longer than 16 KiB');
        if (lineFeed < 0) break;
        const content = line.replace(/\r?\n$/, '');
        line = '';
        takeLine(content);
      }
      return data;
    },
    finish() {
      // The last empty line is missing from some clients' bodies; everything it would end has been read.
      if (state !== 'done' && !(state === 'trailer' && line === '')) {
        throw new S3Error('IncompleteBody', 'The aws-chunked body ended before its last chunk.');
      }
      return trailers;
    },
  };
}

function malformed(what: string): S3Error {
  return new S3Error('InvalidRequest', `The aws-chunked body is malformed: ${what}.`);
}
