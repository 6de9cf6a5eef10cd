import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { createReadStream } from 'node:fs';
import type { S3Remote } from '../../schema/remote.ts';
import { explainS3 } from './s3-faults.ts';
import type { Remote } from './remote.ts';

/** Bytes of one part of a large file, and parts that are sent at one time: what an upload holds in memory. */
const upload = { partSize: 8 << 20, queueSize: 2 };

/** S3 itself, and whatever speaks its language. The client retries what may pass, three times in all. */
export async function openS3(settings: S3Remote['s3']): Promise<Remote> {
  const place = `s3://${[settings.bucket, settings.prefix].filter(Boolean).join('/')}`;
  const client = await createClient(settings);
  const Bucket = settings.bucket;
  const prefix = settings.prefix && `${settings.prefix}/`;

  const ask = async <T>(request: () => Promise<T>): Promise<T> => {
    try {
      return await request();
    } catch (error) {
      throw explainS3(error, place, settings.endpoint);
    }
  };
  // A connection that breaks off within an answer is not tried again by the client, and reading again does no harm.
  const askFor = async <T>(request: () => Promise<T>, attempts = 3): Promise<T | null> => {
    try {
      return await request();
    } catch (error) {
      if (isMissing(error)) return null;
      if (attempts > 1 && (error as NodeJS.ErrnoException).code === 'ECONNRESET') return askFor(request, attempts - 1);
      throw explainS3(error, place, settings.endpoint);
    }
  };

  // Says at once, and in words, what is wrong with the address, the bucket or the credentials.
  await ask(() => client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: 1 })));

  return {
    place,
    has: async (name) =>
      (await askFor(() => client.send(new HeadObjectCommand({ Bucket, Key: prefix + name })))) !== null,
    async get(name) {
      const answer = await askFor(() => client.send(new GetObjectCommand({ Bucket, Key: prefix + name })));
      return answer && (answer.Body as AsyncIterable<Uint8Array>);
    },
    async put(name, payload) {
      const Body = 'text' in payload ? payload.text : createReadStream(payload.file);
      await ask(() => new Upload({ client, params: { Bucket, Key: prefix + name, Body }, ...upload }).done());
    },
    async list(folder) {
      const names: string[] = [];
      let next: string | undefined;
      do {
        const request = { Bucket, Prefix: `${prefix}${folder}/`, ContinuationToken: next };
        const page = await ask(() => client.send(new ListObjectsV2Command(request)));
        for (const { Key } of page.Contents ?? []) if (Key) names.push(Key.slice(prefix.length));
        next = page.NextContinuationToken;
      } while (next !== undefined);
      return names;
    },
    close: () => client.destroy(),
  };
}

const isMissing = (error: unknown): boolean => ['NotFound', 'NoSuchKey'].includes((error as Error).name);

async function createClient({ endpoint, region, pathStyle }: S3Remote['s3']): Promise<S3Client> {
  const config: S3ClientConfig = {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    forcePathStyle: pathStyle,
    // Services other than AWS do not all know its newer checksums; every blob is checked by its digest anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
  };
  const client = new S3Client(config);
  try {
    await client.config.region();
    return client;
  } catch {
    client.destroy();
    return new S3Client({ ...config, region: 'us-east-1' });
  }
}
