import { z } from 'zod';

/** A shared folder, mounted on each machine that pushes or pulls. */
export const folderRemoteSchema = z
  .strictObject({
    folder: z
      .string()
      .min(1, 'must be a path')
      .meta({ description: 'Folder that all machines see, absolute or from the root, e.g. /mnt/group/paper-factory' }),
  })
  .meta({ description: 'Runs are shared through a folder' });

/** An S3-compatible endpoint. Who may use it is never written here: the environment or a profile says it. */
export const s3RemoteSchema = z
  .strictObject({
    s3: z
      .strictObject({
        bucket: z
          .string()
          .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be a bucket name: 3 to 63 of a-z, 0-9, dot and hyphen')
          .meta({ description: 'Bucket; it must exist' }),
        prefix: z
          .string()
          .regex(
            /^([\w-][\w.-]*(\/[\w-][\w.-]*)*)?$/,
            'must be like group/lenses: names of letters, digits, hyphen, underscore and dot, with single slashes between',
          )
          .default('')
          .meta({ description: 'Put before every name in the bucket, e.g. group/lenses' }),
        endpoint: z
          .url({ protocol: /^https?$/, error: 'must be an http or https address' })
          .refine(
            (address) => !/^\w+:\/\/[^/]*@/.test(address),
            'must hold no user name or password: credentials come from the environment or a profile',
          )
          .optional()
          .meta({ description: 'Address of the service where it is not AWS, e.g. http://127.0.0.1:9000' }),
        region: z
          .string()
          .regex(/^[a-z0-9-]+$/, 'must be a region like eu-central-1')
          .optional()
          .meta({ description: 'Region (default: that of the environment or profile, else us-east-1)' }),
        pathStyle: z
          .boolean()
          .default(false)
          .meta({ description: 'Bucket in the path and not in the host name, as most services other than AWS want' }),
      })
      .meta({ description: 'Bucket and service' }),
  })
  .meta({ description: 'Runs are shared through an S3-compatible service' });

export const remoteSchema = z
  .union([folderRemoteSchema, s3RemoteSchema], { error: 'must be { folder: PATH } or { s3: { bucket: NAME } }' })
  .meta({ description: 'Where `cache push` and `cache pull` share finished runs' });

export type FolderRemote = z.infer<typeof folderRemoteSchema>;
export type S3Remote = z.infer<typeof s3RemoteSchema>;
export type Remote = z.infer<typeof remoteSchema>;
