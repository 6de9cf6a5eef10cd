import { UserError } from '../../schema/index.ts';

/** What the client and services call a fault, with what it means and what helps. */
const known: { names: string[]; message: (place: string) => string; hint: string }[] = [
  {
    names: ['CredentialsProviderError'],
    message: (place) => `there are no credentials for ${place}`,
    hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE with a profile in ~/.aws; the config holds none.',
  },
  {
    names: ['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'ExpiredToken', 'InvalidToken', 'ExpiredTokenException'],
    message: (place) => `${place} does not accept the credentials`,
    hint: 'Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile that AWS_PROFILE names.',
  },
  {
    names: ['AccessDenied', 'Forbidden'],
    message: (place) => `${place} may not be used with these credentials`,
    hint: 'They need s3:ListBucket on the bucket and s3:GetObject below the prefix; for a push s3:PutObject too.',
  },
  {
    names: ['NoSuchBucket'],
    message: (place) => `the bucket of ${place} does not exist`,
    hint: 'Make it, or mend `remote: { s3: { bucket: … } }` in factory.config.yaml.',
  },
  {
    names: ['PermanentRedirect', 'AuthorizationHeaderMalformed'],
    message: (place) => `the bucket of ${place} is in another region`,
    hint: 'Name it: `remote: { s3: { region: … } }` in factory.config.yaml.',
  },
];

/** One clear error from whatever the client throws. */
export function explainS3(error: unknown, place: string, endpoint = 'its service'): UserError {
  const { name, message, code } = error as NodeJS.ErrnoException;
  const fault = known.find(({ names }) => names.includes(name));
  if (fault) return new UserError(fault.message(place), { hint: fault.hint, cause: error });
  if (code !== undefined || name === 'TimeoutError') {
    return new UserError(`could not reach ${place} at ${endpoint} (${code ?? message})`, {
      hint: 'Check the endpoint in factory.config.yaml and the network, then run the same command again.',
      cause: error,
    });
  }
  return new UserError(`${place} answered with a fault: ${name}: ${message}`, {
    hint: 'Run the same command again; what was sent or fetched stays.',
    cause: error,
  });
}
