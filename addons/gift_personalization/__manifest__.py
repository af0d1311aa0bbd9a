{
    'name': 'Gift Personalization',
    'version': '19.0.1.0.0',
    'category': 'Website/Website',
    'summary': 'Design a gift on the product page, approve the proof, print exactly that',
    'author': 'Gift Shop Team',
    'license': 'LGPL-3',
    'depends': ['gift_base', 'website_sale_stock', 'stock_delivery'],
    'external_dependencies': {
        'python': [
            'fonttools', 'isal', 'numpy', 'opencv-python-headless', 'pikepdf', 'pypdfium2',
            'python-barcode', 'skia-python', 'uharfbuzz',
        ],
    },
    'data': [
        'security/ir.model.access.csv',
        'data/gift_print_method_data.xml',
        'data/gift_font_data.xml',
    ],
}
