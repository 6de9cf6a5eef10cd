/** Begins the ids of a body's headings, so that they are never those of the page around it. */
export const bodyPrefix = 'log-';
