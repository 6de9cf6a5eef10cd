/** Elements that a drawing may have: none runs, and none is a page of its own. */
export const drawingElements: ReadonlySet<string> = new Set(
  (
    'svg g path rect circle ellipse line polyline polygon text tspan textPath title desc defs clipPath mask ' +
    'linearGradient radialGradient stop pattern marker symbol use image'
  ).split(' '),
);

/** A picture inside a drawing. */
export const innerPicture = /^data:image\/(?:png|jpeg|webp);base64,/;
