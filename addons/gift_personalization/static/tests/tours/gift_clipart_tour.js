import { registry } from "@web/core/registry";

const preview = ".o_gift_stage[data-surface=front] .o_gift_svg";

registry.category("web_tour.tours").add("gift_pick_a_motif", {
    steps: () => [
        { trigger: "#gift_name", run: "edit Anna" },
        {
            content: "the picker opens and fetches the motifs",
            trigger: "#gift_motif[aria-expanded=false]",
            run: "click",
        },
        { trigger: ".o_gift_clipart_theme[aria-pressed=true]:contains(All)" },
        {
            content: "a theme shows its motifs alone",
            trigger: ".o_gift_clipart_theme:contains(Love)",
            run: "click",
        },
        { trigger: ".o_gift_clipart_status:contains(10 motifs)" },
        {
            content: "a word with a wrong accent finds them in every theme",
            trigger: ".o_gift_clipart_search",
            run: "edit Snów",
        },
        { trigger: ".o_gift_clipart_status:contains(2 motifs)" },
        {
            content: "a motif is chosen and drawn at once",
            trigger: ".o_gift_clipart_item[title=Snowman]:visible",
            run: "click",
        },
        { trigger: `${preview} g[data-zone=motif] path` },
        { trigger: ".o_gift_clipart_name:contains(Snowman)" },
        { trigger: ".o_gift_total:contains(15.50)" },
        {
            content: "escape closes the picker",
            trigger: ".o_gift_clipart_search",
            run: "press Escape",
        },
        { trigger: "#gift_motif[aria-expanded=false]:focus" },
        { trigger: "#add_to_cart", run: "click" },
        {
            trigger: ".o_cart_notification, .toast a:contains(View cart), a:contains(View cart)",
            run() {
                window.location.href = "/shop/cart";
            },
            expectUnloadPage: true,
        },
        { trigger: "#cart_products:contains(Motif: Snowman) img.o_gift_line_picture" },
    ],
});
