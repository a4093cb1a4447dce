//! The few calls that the safe interface of the libraries lacks.

#![allow(unsafe_code)]

use std::ffi::c_int;
use std::ptr;

use ffmpeg_next::ffi::AVColorRange::{AVCOL_RANGE_JPEG, AVCOL_RANGE_MPEG};
use ffmpeg_next::ffi::AVDiscard::AVDISCARD_ALL;
use ffmpeg_next::ffi::AVPixelFormat::{self, AV_PIX_FMT_NB};
use ffmpeg_next::ffi::{
    AV_PKT_FLAG_DISCARD, AVSEEK_FLAG_BACKWARD, av_image_copy_to_buffer, av_pix_fmt_count_planes, av_seek_frame,
    sws_getCoefficients, sws_getColorspaceDetails, sws_setColorspaceDetails,
};
use ffmpeg_next::format::Pixel;
use ffmpeg_next::format::context::Input;
use ffmpeg_next::format::pixel::Descriptor;
use ffmpeg_next::packet::Ref as _;
use ffmpeg_next::software::scaling::context::Definition;
use ffmpeg_next::software::scaling::{Context, Flags};
use ffmpeg_next::{Error, Packet, Stream, frame};

/// What the header states of the pictures of a stream.
pub(super) struct Coded {
    /// Width and height, in pixels.
    pub size: (i32, i32),
    /// The name of the pixel format, if it is known.
    pub pixels: Option<&'static str>,
    /// The number of the matrix of the colours.
    pub matrix: i32,
    /// The number of the range of the samples.
    pub range: i32,
    /// How many frames are decoded before the first one is shown.
    pub delay: i32,
}

/// What the header states of the pictures of a stream. `None` if it states nothing.
pub(super) fn coded(stream: &Stream<'_>) -> Option<Coded> {
    let parameters = stream.parameters();
    // SAFETY: `parameters` keeps the file open, to which they belong, and nothing writes to them meanwhile. What a file states is
    // read as a number: it may be none of the values of the enumeration.
    unsafe {
        let at = parameters.as_ptr();
        if at.is_null() {
            return None;
        }
        Some(Coded {
            size: ((*at).width, (*at).height),
            pixels: pixel((*at).format).and_then(Pixel::descriptor).map(Descriptor::name),
            matrix: (&raw const (*at).color_space).cast::<i32>().read(),
            range: (&raw const (*at).color_range).cast::<i32>().read(),
            delay: (*at).video_delay,
        })
    }
}

/// The pixel format of this number, if there is one.
fn pixel(number: c_int) -> Option<Pixel> {
    if !(0..AV_PIX_FMT_NB as c_int).contains(&number) {
        return None;
    }
    // SAFETY: The values of the enumeration go from −1 to its last one, which stands for their number, without gaps. It is
    // represented as a `c_int`.
    Some(Pixel::from(unsafe { std::mem::transmute::<c_int, AVPixelFormat>(number) }))
}

/// Makes the reader leave out the packets of all other streams.
pub(super) fn discard_others(input: &mut Input, stream: usize) {
    for mut other in input.streams_mut().filter(|other| other.index() != stream) {
        // SAFETY: The file is open and has this stream, and nothing else uses it: `input` is borrowed exclusively.
        unsafe {
            let at = other.as_mut_ptr();
            if !at.is_null() {
                (*at).discard = AVDISCARD_ALL;
            }
        }
    }
}

/// Goes to the last key frame of a stream at or before this time, in units of its time base.
///
/// # Errors
/// If there is none, or if it cannot be found.
pub(super) fn seek(input: &mut Input, stream: usize, time: i64) -> Result<(), Error> {
    let stream = c_int::try_from(stream).map_err(|_| Error::StreamNotFound)?;
    // SAFETY: The file is open, and nothing else uses it. The number of the stream is checked there.
    let done = unsafe { av_seek_frame(input.as_mut_ptr(), stream, time, AVSEEK_FLAG_BACKWARD as c_int) };
    if done < 0 { Err(Error::from(done)) } else { Ok(()) }
}

/// Whether the frame of a packet is not shown.
pub(super) fn is_discarded(packet: &Packet) -> bool {
    // SAFETY: A packet owns what its pointer points to.
    unsafe { (*packet.as_ptr()).flags & AV_PKT_FLAG_DISCARD as c_int != 0 }
}

/// Writes the pixels of a frame, plane after plane, without gaps between rows.
///
/// # Errors
/// If the frame has no pixels, or not so many bytes of them.
pub(super) fn copy(frame: &frame::Video, into: &mut [u8]) -> Result<(), Error> {
    let length = c_int::try_from(into.len()).map_err(|_| Error::BufferTooSmall)?;
    // SAFETY: The frame is alive and is not changed meanwhile. What decoders and `av_frame_get_buffer` give has a row of
    // `linesize` bytes for each row of its height in each plane of its format, which is checked to be there. The function writes
    // `length` bytes at most.
    let written = unsafe {
        let at = frame.as_ptr();
        let format = AVPixelFormat::from(frame.format());
        let planes = usize::try_from(av_pix_fmt_count_planes(format)).unwrap_or(0);
        let data = (&raw const (*at).data).cast::<*const u8>();
        if planes == 0 || (0..planes).any(|plane| (*data.add(plane)).is_null()) {
            return Err(Error::InvalidData);
        }
        let lines = (&raw const (*at).linesize).cast::<c_int>();
        av_image_copy_to_buffer(into.as_mut_ptr(), length, data, lines, format, (*at).width, (*at).height, 1)
    };
    if written == length { Ok(()) } else { Err(if written < 0 { Error::from(written) } else { Error::InvalidData }) }
}

/// Converts frames of one format and size to another.
pub(super) struct Scaler(Context);

// SAFETY: Such a context belongs to no thread, and all that changes it needs `&mut`.
unsafe impl Send for Scaler {}

impl Scaler {
    /// One for frames such as this one.
    ///
    /// # Errors
    /// If there is no such conversion.
    pub(super) fn new(frame: &frame::Video, to: Pixel, size: (u32, u32), flags: Flags) -> Result<Self, Error> {
        if frame.format() == Pixel::None {
            return Err(Error::InvalidData);
        }
        Context::get(frame.format(), frame.width(), frame.height(), to, size.0, size.1, flags).map(Self)
    }

    /// What it converts from.
    pub(super) fn input(&self) -> &Definition {
        self.0.input()
    }

    /// Converts a frame. The weights of its colours and the range of its samples are those that it states.
    ///
    /// # Errors
    /// If it has another format or size than those that this was made for.
    pub(super) fn run(&mut self, frame: &frame::Video, into: &mut frame::Video) -> Result<(), Error> {
        // SAFETY: The context is alive, and nothing else uses it. The tables that it returns belong to it, or last for ever; they
        // are used at once. What a frame states is read as a number: it may be none of the values of the enumeration.
        unsafe {
            let (context, at) = (self.0.as_mut_ptr(), frame.as_ptr());
            let matrix = (&raw const (*at).colorspace).cast::<c_int>().read();
            let range = (&raw const (*at).color_range).cast::<c_int>().read();
            let (mut inverse, mut table) = (ptr::null_mut(), ptr::null_mut());
            let (mut is_full, mut becomes_full, mut brightness, mut contrast, mut saturation) = (0, 0, 0, 0, 0);
            let told = sws_getColorspaceDetails(
                context,
                &raw mut inverse,
                &raw mut is_full,
                &raw mut table,
                &raw mut becomes_full,
                &raw mut brightness,
                &raw mut contrast,
                &raw mut saturation,
            );
            let of_matrix = sws_getCoefficients(matrix);
            // Conversions that know nothing of colours refuse.
            if told >= 0 && !of_matrix.is_null() && !table.is_null() {
                if range == AVCOL_RANGE_MPEG as c_int || range == AVCOL_RANGE_JPEG as c_int {
                    is_full = c_int::from(range == AVCOL_RANGE_JPEG as c_int);
                }
                sws_setColorspaceDetails(
                    context,
                    of_matrix,
                    is_full,
                    table,
                    becomes_full,
                    brightness,
                    contrast,
                    saturation,
                );
            }
        }
        self.0.run(frame, into)
    }
}
