"""FACE: what every page stands on: headers, input, the frame, the stylesheet, forms and icons."""
