/** Where a photo lies in its zone: pure helpers of the photo field. */

/**
 * Returns whether a point lies in a zone.
 *
 * @param {Object} zone - `x`, `y`, `width`, `height` in µm before it is turned by `rotation` degrees.
 * @param {{x: number, y: number}} point
 */
export function isInZone({ x, y, width, height, rotation }, point) {
    const angle = (-rotation * Math.PI) / 180;
    const [dx, dy] = [point.x - x - width / 2, point.y - y - height / 2];
    const across = dx * Math.cos(angle) - dy * Math.sin(angle);
    const down = dx * Math.sin(angle) + dy * Math.cos(angle);
    return Math.abs(across) <= width / 2 && Math.abs(down) <= height / 2;
}

/**
 * Keeps a photo from leaving its zone open; the server clamps in the same way.
 *
 * @param {Object} value - Photo value; turned by multiples of 90°.
 * @param {{width: number, height: number, fit: string}} zone - In µm.
 * @returns {Object} The value with offsets inside their free play.
 */
export function clampPhoto(value, zone) {
    const { x, y } = freePlay(value, zone);
    const within = (offset, limit) => Math.round(Math.max(-limit, Math.min(limit, offset)));
    return {
        ...value,
        offset_x_permille: within(value.offset_x_permille || 0, x),
        offset_y_permille: within(value.offset_y_permille || 0, y),
    };
}

/** Returns how far the photo may be moved to each side, in permille of the zone's sides. */
function freePlay(value, zone) {
    if (zone.fit !== "cover") {
        return { x: 1000, y: 1000 };
    }
    const turned = ((value.rotation_mdeg || 0) / 90000) % 2 !== 0;
    const width = turned ? value.height_px : value.width_px;
    const height = turned ? value.width_px : value.height_px;
    const unit =
        (Math.max(zone.width / width, zone.height / height) * (value.zoom_permille || 1000)) / 1000;
    return {
        x: Math.max(0, ((width * unit) / zone.width - 1) * 500),
        y: Math.max(0, ((height * unit) / zone.height - 1) * 500),
    };
}

/**
 * Moves a photo by a distance on the surface.
 *
 * @param {Object} value - Photo value.
 * @param {{width: number, height: number, rotation: number, fit: string}} zone - In µm and degrees.
 * @param {number} dx - µm on the surface, to the right.
 * @param {number} dy - µm on the surface, downwards.
 * @returns {Object} The moved and clamped value.
 */
export function movePhoto(value, zone, dx, dy) {
    const angle = ((zone.rotation || 0) * Math.PI) / 180;
    const along = dx * Math.cos(angle) + dy * Math.sin(angle);
    const across = -dx * Math.sin(angle) + dy * Math.cos(angle);
    return clampPhoto(
        {
            ...value,
            offset_x_permille: (value.offset_x_permille || 0) + (along / zone.width) * 1000,
            offset_y_permille: (value.offset_y_permille || 0) + (across / zone.height) * 1000,
        },
        zone
    );
}
