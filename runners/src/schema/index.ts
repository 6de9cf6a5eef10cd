export * from './address.ts';
export * from './claims.ts';
export * from './config.ts';
export * from './content.ts';
export * from './ids.ts';
export * from './outcome.ts';
export * from './provenance.ts';
export * from './root.ts';
