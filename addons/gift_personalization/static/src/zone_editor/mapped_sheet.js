import { Component } from "@odoo/owl";
import { mapOf } from "./shape";
import { sampleTransform } from "./stage_view";

const OVERLAP = 1.2; // px by which strips cover each other
let count = 0;

/** The samples of the zones as they look on a picture that shows the surface at an angle or round. */
export class MappedSheet extends Component {
    static template = "gift_personalization.MappedSheet";
    static props = {
        surface: Object, // {width, height} in mm
        picture: Object, // {url, width, height}
        shape: Object,
        zones: Array, // {id, rect, sample}
        blend: String,
        width: Number, // of the picture on the screen
        withPicture: { type: Boolean, optional: true },
    };

    setup() {
        this.id = `gift_mapped_${++count}`;
        this.sampleTransform = sampleTransform;
    }

    get sampledZones() {
        return this.props.zones.filter((zone) => zone.sample);
    }

    get height() {
        const { picture, width } = this.props;
        return (width * picture.height) / picture.width;
    }

    get isRound() {
        return this.props.shape.kind === "cylinder";
    }

    /** The box of a slanted surface and its transform, as on the product page. */
    get slant() {
        const { shape, width, surface } = this.props;
        const box = [width, (width * surface.height) / surface.width];
        const transform = mapOf(shape).transform(...box, width, this.height);
        return `width:${box[0]}px;height:${box[1]}px;transform-origin:0 0;transform:${transform}`;
    }

    get strips() {
        const { shape, surface, width } = this.props;
        return mapOf(shape)
            .strips()
            .map(({ from, to, matrix: [a, b, c, d, e, f] }, index) => ({
                id: `${this.id}_${index}`,
                x: from * surface.width,
                width:
                    (to - from) * surface.width +
                    (OVERLAP / width / Math.hypot(a, b)) * surface.width,
                transform: `matrix(${[
                    a / surface.width,
                    b / surface.width,
                    c / surface.height,
                    d / surface.height,
                    e,
                    f,
                ].join(" ")})`,
            }));
    }
}
