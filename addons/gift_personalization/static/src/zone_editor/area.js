/**
 * The printable area on a mock-up picture: `{x, y, width, height}` as shares (0 to 1) of the
 * picture. Its proportions are those of the surface, so that the print is not shown stretched.
 */

import { arrowOf, clamp } from "./geometry";

const MIN_SHARE = 0.02;
const PROPORTION_TOLERANCE = 0.05; // less is not seen, and round products foreshorten

function tidy(area) {
    return Object.fromEntries(
        Object.entries(area).map(([name, value]) => [name, Math.round(value * 1e6) / 1e6])
    );
}

/** Height over width of the area in shares, for a surface on a picture of that size. */
function proportion(surface, picture) {
    return ((surface.height / surface.width) * picture.width) / picture.height;
}

/** Whether the area has the proportions of the surface, within five percent. */
export function isProportional(area, surface, picture) {
    const ratio = area.height / area.width / proportion(surface, picture);
    return Math.abs(ratio - 1) <= PROPORTION_TOLERANCE;
}

/** Return the largest area with the right proportions inside the given one, about its centre. */
export function fitProportions(area, surface, picture) {
    const ratio = proportion(surface, picture);
    const width = Math.min(area.width, area.height / ratio);
    const height = width * ratio;
    return tidy({
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    });
}

/** Move by shares of the picture, kept inside of it. */
export function moveArea(start, dx, dy) {
    return tidy({
        ...start,
        x: clamp(start.x + dx, 0, 1 - start.width),
        y: clamp(start.y + dy, 0, 1 - start.height),
    });
}

/** Drag a corner; the opposite corner stays, the proportions of the surface are kept. */
export function resizeArea(start, handle, dx, dy, surface, picture) {
    const ratio = proportion(surface, picture);
    const west = handle.includes("w");
    const north = handle.includes("n");
    const anchor = {
        x: west ? start.x + start.width : start.x,
        y: north ? start.y + start.height : start.y,
    };
    const wanted = Math.max(
        start.width + (west ? -dx : dx),
        (start.height + (north ? -dy : dy)) / ratio
    );
    const room = Math.min(
        west ? anchor.x : 1 - anchor.x,
        (north ? anchor.y : 1 - anchor.y) / ratio
    );
    const width = clamp(wanted, MIN_SHARE, room);
    const height = width * ratio;
    return tidy({
        x: west ? anchor.x - width : anchor.x,
        y: north ? anchor.y - height : anchor.y,
        width,
        height,
    });
}

/** Return the first area for a new picture: the middle half, in the right proportions. */
export function defaultArea(surface, picture) {
    return fitProportions({ x: 0.25, y: 0.25, width: 0.5, height: 0.5 }, surface, picture);
}

/** Return the area after an arrow key: 1 px of the picture, with shift 10, with alt resizing. */
export function nudgeArea(area, { key, shiftKey, altKey }, surface, picture) {
    const arrow = arrowOf(key);
    if (!arrow) {
        return null;
    }
    const [dx, dy] = arrow.map((sign) => sign * (shiftKey ? 10 : 1));
    if (altKey) {
        return resizeArea(area, "se", dx / picture.width, dy / picture.height, surface, picture);
    }
    return moveArea(area, dx / picture.width, dy / picture.height);
}

/**
 * Return the area after one of its numbers was typed, in pixels of the picture.
 *
 * A side brings the other one along, so that the proportions of the surface stay; the area is kept
 * inside the picture.
 *
 * @param {"x"|"y"|"width"|"height"} name
 */
export function setAreaNumber(area, name, pixels, surface, picture) {
    const share = pixels / (["x", "width"].includes(name) ? picture.width : picture.height);
    if (name === "x" || name === "y") {
        return moveArea({ ...area, [name]: share }, 0, 0);
    }
    const ratio = proportion(surface, picture);
    const wanted = name === "width" ? share : share / ratio;
    const width = clamp(wanted, MIN_SHARE, Math.min(1, 1 / ratio));
    return moveArea({ ...area, width, height: width * ratio }, 0, 0);
}
