import { Component } from "@odoo/owl";
import { drawnStrip, PICTURE_BOX, seenBox } from "../js/surface_map";
import { mapOf } from "./shape";
import { sampleTransform } from "./stage_view";

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

    get pictureBox() {
        return PICTURE_BOX;
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

    /** What is cut off where a round surface turns away. */
    get seenBox() {
        return seenBox(mapOf(this.props.shape), this.props.surface);
    }

    get strips() {
        const { shape, surface } = this.props;
        return mapOf(shape)
            .strips()
            .map((strip, index) => ({
                id: `${this.id}_${index}`,
                ...drawnStrip(strip, surface),
            }));
    }
}
